package dev.freshet.autoloader.filelog;

import dev.freshet.autoloader.filelog.FileHistory.BatchTimes;
import dev.freshet.storage.rocks.RocksException;
import dev.freshet.storage.rocks.RocksStore;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Makes a file log, with what is known of one that was lost before it. The files that were read
 * whole get numbers first, and no query of the log reads them: {@link FileLog#knownThrough()} is
 * the last of them. Then come the rests of files of which a part was read.
 *
 * <p>The identity of the log is written last, together with its end. A making that is cut short
 * leaves a log without identity, and begins again with nothing. Heap: one piece of versions; what
 * is gathered of the lost log waits in the store.
 */
public final class FileLogRebuild {
  private static final int VERSIONS_PER_WRITE = 5_000;

  /** Keys of the log begin with a character from here on; those of a journal with a lower one. */
  private static final byte[] SCRATCH = {'!'};

  private static final byte[] BEHIND_SCRATCH = {'!' + 1};
  private static final byte[] BEHIND_ALL_KEYS = {(byte) 0xFF, (byte) 0xFF};

  private final RocksStore store;
  private final Lost lost;
  private final Instant now;
  private final List<GoesOn> rests = new ArrayList<>();
  private final List<Known> piece = new ArrayList<>();
  private final long start;
  private long sequence;
  private long bytes;

  private FileLogRebuild(RocksStore store, Lost lost, Instant now) {
    this.store = store;
    this.lost = lost;
    this.now = now;
    this.start = lost.startAfter();
    this.sequence = start;
  }

  /**
   * What is known of the file log that a new one follows. Its methods are called in the order in
   * which they stand here.
   */
  @FunctionalInterface
  public interface Lost {

    /** The highest number that it gave, as far as is known; 0 if there was none. */
    long startAfter();

    /** Passes the versions that were read to {@code sink}, in any order; those of a path mix. */
    default void versions(Sink sink) {}

    /**
     * What becomes of the newest version of a path. Pure but for a look at the file.
     *
     * @param note what {@link #versions} passed with the version
     */
    default Restored restored(String path, long sequence, String note) {
      return new ReadAgain("nothing is known of it");
    }

    /** The log is made. */
    default void done(long known, long rests) {}
  }

  /** Takes versions of a lost log. */
  @FunctionalInterface
  public interface Sink {

    /**
     * @param note what is known of the version
     */
    void version(String path, long sequence, String note);
  }

  /** What a new log takes over of the newest version of a path. */
  public sealed interface Restored {}

  /**
   * It was read whole, and is not read again while it is as it was.
   *
   * @param file as it was seen last
   * @param mark of its content, if that is known
   * @param hasErrors whether a row of it says that something could not be read
   */
  public record Known(LandedFile file, Optional<ContentMark> mark, boolean hasErrors)
      implements Restored {}

  /**
   * A part of it was read, and it is still as it was then: its rest is read.
   *
   * @param rest what is left to read, under the number at which its lines count as landed
   */
  public record GoesOn(LandedFile file, Optional<ContentMark> mark, Portion rest)
      implements Restored {}

  /**
   * The log does not know it: it is read like a new file, if it is there.
   *
   * @param reason for people
   */
  public record ReadAgain(String reason) implements Restored {}

  /**
   * What a log knows of a version while it is read.
   *
   * @param file as it was seen last
   * @param portion what is read of it under a number
   * @param mark of its content, if that was looked at
   */
  public record Planned(LandedFile file, Portion portion, Optional<ContentMark> mark) {

    /** Empty if there is a newer version of the path by now, or no such number in the log. */
    public static Optional<Planned> of(FileLog log, long sequence) {
      if (sequence <= log.startAfter() || sequence > log.lastSequence()) {
        return Optional.empty();
      }
      Portion portion = log.portions().of(sequence);
      String path = log.versions(sequence - 1, sequence).get(0).path();
      return log.newest(path)
          .filter(newest -> log.portions().of(newest.sequence()).origin() == portion.origin())
          .map(newest -> new Planned(newest.file(), portion, log.marks().of(sequence)));
    }
  }

  /**
   * Fills an empty log.
   *
   * @param identity of the log
   */
  static void fill(RocksStore store, Lost lost, byte[] identity, Instant now)
      throws RocksException {
    new FileLogRebuild(store, lost, now).fill(identity);
  }

  private void fill(byte[] identity) throws RocksException {
    if (store.first(SCRATCH, BEHIND_ALL_KEYS).isPresent()) {
      store.write(batch -> batch.deleteRange(SCRATCH, BEHIND_ALL_KEYS));
    }
    try {
      lost.versions(this::gather);
    } catch (Failed failed) {
      throw failed.cause;
    }
    decideAll();
    writeKnown();
    long known = sequence;
    rests.sort(Comparator.comparingLong(each -> each.rest().origin()));
    store.writeSynced(
        batch -> {
          for (GoesOn each : rests) {
            put(batch, each.file(), each.mark());
            batch.put(FileLogCodec.portionKey(sequence), FileLogCodec.portion(each.rest()));
          }
          if (known > start) {
            batch.put(
                HistoryCodec.batchKey(known),
                HistoryCodec.batch(new BatchTimes(start, known, now, Optional.of(now))));
          }
          batch.deleteRange(SCRATCH, BEHIND_SCRATCH);
          batch.put(FileLog.NEWEST_UP_TO, FileLogCodec.number(sequence));
          batch.put(FileLog.START, FileLogCodec.number(start));
          batch.put(FileLog.KNOWN, FileLogCodec.number(known));
          batch.put(FileLog.COMMITTED, FileLogCodec.number(known));
          batch.put(FileLog.LAST, FileLogCodec.number(sequence));
          batch.put(FileLog.STREAM_ID, identity);
        });
    lost.done(known - start, rests.size());
  }

  /** Keeps the newest version of each path. */
  private void gather(String path, long number, String note) {
    byte[] key = scratchKey(path);
    try {
      byte[] before = store.find(key);
      if (before == null || FileLogCodec.number(before) < number) {
        byte[] text = note.getBytes(StandardCharsets.UTF_8);
        byte[] value =
            ByteBuffer.allocate(Long.BYTES + text.length).putLong(number).put(text).array();
        store.write(batch -> batch.put(key, value));
      }
    } catch (RocksException e) {
      throw new Failed(e);
    }
  }

  private static byte[] scratchKey(String path) {
    byte[] text = path.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(SCRATCH.length + text.length).put(SCRATCH).put(text).array();
  }

  private void decideAll() throws RocksException {
    try {
      store.scan(
          SCRATCH,
          BEHIND_SCRATCH,
          (key, value) -> {
            String path = new String(key, 1, key.length - 1, StandardCharsets.UTF_8);
            String note =
                new String(value, Long.BYTES, value.length - Long.BYTES, StandardCharsets.UTF_8);
            Restored restored = lost.restored(path, FileLogCodec.number(value), note);
            if (restored instanceof GoesOn rest) {
              rests.add(rest);
            } else if (restored instanceof Known known) {
              piece.add(known);
              writeKnownIfMany();
            }
          });
    } catch (Failed failed) {
      throw failed.cause;
    }
  }

  private void writeKnownIfMany() {
    if (piece.size() == VERSIONS_PER_WRITE) {
      try {
        writeKnown();
      } catch (RocksException e) {
        throw new Failed(e);
      }
    }
  }

  private void writeKnown() throws RocksException {
    store.write(
        batch -> {
          for (Known each : piece) {
            put(batch, each.file(), each.mark());
            if (each.hasErrors()) {
              batch.put(HistoryCodec.errorKey(sequence), new byte[0]);
            }
          }
        });
    piece.clear();
  }

  /** Gives the next number to a version. */
  private void put(RocksStore.Writes batch, LandedFile file, Optional<ContentMark> mark)
      throws RocksException {
    sequence++;
    bytes += file.size();
    batch.put(FileLogCodec.sequenceKey(sequence), FileLogCodec.entry(file, now, bytes));
    batch.put(FileLogCodec.newestKey(file.path()), FileLogCodec.newest(sequence, file));
    if (mark.isPresent()) {
      batch.put(FileLogCodec.markKey(sequence), FileLogCodec.mark(mark.get()));
    }
  }

  /** Carries an error of the store through a visitor. */
  private static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final RocksException cause;

    Failed(RocksException cause) {
      super(cause);
      this.cause = cause;
    }
  }
}
