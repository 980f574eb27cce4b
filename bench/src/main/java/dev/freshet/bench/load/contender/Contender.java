package dev.freshet.bench.load.contender;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A vector index that is searched while it is written: one row per record, dot product of vectors
 * of unit length. Searches may come from any thread, also beside a write; everything else from one
 * thread.
 */
public interface Contender extends AutoCloseable {

  /** As in the tables. */
  String name();

  /** What runs, in words: version and build parameters. */
  String description();

  /**
   * Stores all rows and builds the index. Afterwards all are found. Called once, first.
   *
   * @param rows read once, in any number at a time
   * @return seconds the index alone took; empty where rows go into it as they are stored
   */
  OptionalDouble load(Iterator<Row> rows) throws Exception;

  /** How many widths of search there are; the wider the more is found and the longer it takes. */
  int widths();

  /**
   * Searches are this wide from now on.
   *
   * @param index below {@link #widths()}
   * @return what that means, in words
   */
  String searchWith(int index) throws Exception;

  /**
   * Starts the maintenance of the index beside the writes. Ends with the result or with {@link
   * #close()}, whichever comes first.
   */
  AutoCloseable startUpkeep() throws Exception;

  /**
   * Replaces or inserts records and deletes others. They may be found a while after this returns;
   * once it has returned and the last of {@code rows} is found, all others are and what is deleted
   * is gone.
   *
   * @param rows each of another record
   * @param deleted none of them among {@code rows}; one that is not there is passed over
   */
  void replace(List<Row> rows, List<Integer> deleted) throws Exception;

  /** At most {@code k} nearest rows, best first. Thread-safe. */
  List<Found> search(float[] vector, int k) throws Exception;

  /** Bytes on disk; 0 if everything is in memory. */
  long bytesOnDisk() throws Exception;

  /** Further figures, by name. */
  Map<String, Object> figures() throws Exception;

  @Override
  void close() throws Exception;
}
