package dev.freshet.pipeline.heal;

import dev.freshet.home.layer.GoldRow;
import dev.freshet.home.layer.LandedLine;
import dev.freshet.home.layer.LayerTable;
import dev.freshet.pipeline.stage.Stores;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Accepted changes of complete batches that the vector table lacks, because it was lost or an older
 * copy of it was restored.
 *
 * @param stream the stream of the batches
 * @param after the vector table holds the stream up to here
 * @param rowsOfFile rows of Gold per landed file, by sequence; not empty
 */
record LostRange(String stream, long after, NavigableMap<Long, Integer> rowsOfFile) {

  /**
   * Finds what is lost, the oldest first. Call it before the key index is recovered: the recovery
   * removes what the vector table does not hold. If nothing is lost, it reads the ledger's log once
   * per stream, and Gold's log if the newest batches changed no record. It scans Gold for its
   * streams only if the key index has to be rebuilt.
   *
   * @param streamId the stream that continues
   */
  static List<LostRange> find(Stores stores, String streamId) {
    List<LostRange> lost = new ArrayList<>();
    complete(stores, streamId)
        .forEach(
            (stream, end) -> {
              long held = stores.committedEnd(stream);
              LayerTable<GoldRow> gold = stores.layers().gold();
              if (end > held && gold.lastCommitted(stream).orElse(0) > held) {
                NavigableMap<Long, Integer> rows = rows(gold, stream, held, end);
                if (!rows.isEmpty()) {
                  lost.add(new LostRange(stream, held, rows));
                }
              }
            });
    lost.sort(Comparator.comparingLong(range -> range.rowsOfFile.firstKey()));
    return lost;
  }

  /**
   * The sequence up to which each stream is complete: its batches are in the ledger or in the key
   * index, and both are written after the vector table's commit. Rows of Gold above it belong to a
   * batch under way.
   */
  private static Map<String, Long> complete(Stores stores, String streamId) {
    Map<String, Long> complete = new HashMap<>(stores.keys().applied());
    complete.putIfAbsent(streamId, 0L);
    if (stores.keys().needsRebuild()) {
      stores
          .layers()
          .gold()
          .scan(LandedLine.PROJECTION, line -> complete.putIfAbsent(line.stream(), 0L));
    }
    complete.replaceAll(
        (stream, applied) ->
            Math.max(applied, stores.layers().ledger().table().lastCommitted(stream).orElse(0)));
    return complete;
  }

  private static NavigableMap<Long, Integer> rows(
      LayerTable<GoldRow> gold, String stream, long after, long upTo) {
    NavigableMap<Long, Integer> rows = new TreeMap<>();
    gold.scanBetween(
        LandedLine.PROJECTION,
        after,
        upTo,
        line -> {
          if (stream.equals(line.stream())) {
            rows.merge(line.sequence(), 1, Integer::sum);
          }
        });
    return rows;
  }

  long rows() {
    return rowsOfFile.values().stream().mapToLong(Integer::longValue).sum();
  }

  /** Ends of pieces of whole files. Each piece but the last has at least so many rows. */
  List<Long> pieces(int rowsAtLeast) {
    List<Long> ends = new ArrayList<>();
    int rows = 0;
    for (Map.Entry<Long, Integer> file : rowsOfFile.entrySet()) {
      rows += file.getValue();
      if (rows >= rowsAtLeast || file.getKey().equals(rowsOfFile.lastKey())) {
        ends.add(file.getKey());
        rows = 0;
      }
    }
    return ends;
  }
}
