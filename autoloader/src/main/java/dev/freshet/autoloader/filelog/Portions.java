package dev.freshet.autoloader.filelog;

import dev.freshet.storage.rocks.RocksException;
import dev.freshet.storage.rocks.RocksStore;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is read under the numbers of a file log. The numbers under which something else is read than
 * all of a version are few, so memory holds them. Thread-safe.
 */
public final class Portions {

  private final FileLog log;
  private final FileLogStore store;
  private final NavigableMap<Long, Portion> special = new TreeMap<>();

  /** The last number of each version that is read under several, by its first. */
  private final Map<Long, Long> last = new HashMap<>();

  private Portions(FileLog log, FileLogStore store) {
    this.log = log;
    this.store = store;
  }

  /** The portions that a log holds. */
  static Portions of(FileLog log, FileLogStore store, RocksStore open) throws RocksException {
    Portions portions = new Portions(log, store);
    portions.reload(open);
    return portions;
  }

  /** Reads all of them again. */
  synchronized void reload(RocksStore open) throws RocksException {
    special.clear();
    last.clear();
    open.scan(
        FileLogCodec.portionKey(0),
        FileLogCodec.portionKey(Long.MAX_VALUE),
        (key, value) -> keep(FileLogCodec.sequence(key), FileLogCodec.portion(value)));
  }

  private synchronized void keep(long sequence, Portion portion) {
    special.put(sequence, portion);
    if (sequence > portion.origin()) {
      last.merge(portion.origin(), sequence, Math::max);
    }
  }

  /** What is read under a number. From memory. */
  public synchronized Portion of(long sequence) {
    Portion portion = special.get(sequence);
    return portion == null ? Portion.whole(sequence) : portion;
  }

  /** The reasons, by their number, of versions whose records are not embedded. From memory. */
  public synchronized Map<Long, String> notEmbedded() {
    Map<Long, String> reasons = new TreeMap<>();
    special.forEach(
        (sequence, portion) -> {
          if (portion.care() == Portion.Care.NOT_EMBEDDED) {
            reasons.put(sequence, portion.reason());
          }
        });
    return reasons;
  }

  /** The first number with {@code after < sequence <= upTo} that is a batch of its own. */
  public synchronized OptionalLong firstAlone(long after, long upTo) {
    return special.tailMap(after, false).headMap(upTo, true).entrySet().stream()
        .filter(each -> each.getValue().care() != Portion.Care.NONE)
        .mapToLong(NavigableMap.Entry::getKey)
        .findFirst();
  }

  /** The least number of a version of which a part is read under a number above the sequence. */
  public synchronized OptionalLong oldestBehind(long sequence) {
    return special.tailMap(sequence, false).values().stream()
        .mapToLong(Portion::origin)
        .filter(origin -> origin <= sequence)
        .min();
  }

  /** The first number of this log under which a version is read that began under a lost one. */
  public synchronized OptionalLong firstOf(long origin) {
    return special.entrySet().stream()
        .filter(each -> each.getValue().origin() == origin)
        .mapToLong(Map.Entry::getKey)
        .findFirst();
  }

  /** The last number under which a version is read, or put off; empty if it is read under one. */
  public synchronized OptionalLong lastOf(long origin) {
    Long found = last.get(origin);
    return found == null ? OptionalLong.empty() : OptionalLong.of(found);
  }

  /** Changes what is read under a number; returns once it is on disk. */
  public void put(long sequence, Portion portion) {
    store.<@Nullable Void>write(
        open -> {
          open.writeSynced(
              batch -> batch.put(FileLogCodec.portionKey(sequence), FileLogCodec.portion(portion)));
          keep(sequence, portion);
          return null;
        });
  }

  /**
   * Has the records of a version behind a record read under a number of their own, the next of the
   * log. Returns once that is on disk.
   *
   * @param sequence under which the records up to it are read
   * @param throughRecord the last of them; that of {@link Portion#afterRecord()} if there are none
   * @param bytes how large the rest is, about, at least 1
   * @param care of the rest
   * @return the number of the rest
   */
  public long readLater(long sequence, long throughRecord, long bytes, Portion.Care care) {
    return store.write(
        open -> {
          synchronized (store) {
            Portion now = of(sequence);
            boolean all = throughRecord == now.afterRecord();
            Portion rest = (all ? now : now.after(throughRecord)).with(care, now.reason());
            long next =
                log.appendRest(
                    open,
                    sequence,
                    bytes,
                    (batch, number) -> {
                      batch.put(
                          FileLogCodec.portionKey(sequence),
                          FileLogCodec.portion(now.through(throughRecord)));
                      batch.put(FileLogCodec.portionKey(number), FileLogCodec.portion(rest));
                    });
            keep(sequence, now.through(throughRecord));
            keep(next, rest);
            return next;
          }
        });
  }
}
