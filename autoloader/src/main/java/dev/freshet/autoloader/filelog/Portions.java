package dev.freshet.autoloader.filelog;

import dev.freshet.storage.rocks.RocksException;
import dev.freshet.storage.rocks.RocksStore;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The numbers of a log under which something else is read than all of a version. They are few, so
 * memory holds them. Thread-safe.
 */
final class Portions {

  private final NavigableMap<Long, Portion> special = new TreeMap<>();

  /** The portions that a log holds. */
  static Portions of(RocksStore store) throws RocksException {
    Portions portions = new Portions();
    store.scan(
        FileLogCodec.portionKey(0),
        FileLogCodec.portionKey(Long.MAX_VALUE),
        (key, value) -> portions.put(FileLogCodec.sequence(key), FileLogCodec.portion(value)));
    return portions;
  }

  synchronized void put(long sequence, Portion portion) {
    special.put(sequence, portion);
  }

  synchronized Portion of(long sequence) {
    Portion portion = special.get(sequence);
    return portion == null ? Portion.whole(sequence) : portion;
  }

  synchronized Map<Long, String> notEmbedded() {
    Map<Long, String> reasons = new TreeMap<>();
    special.forEach(
        (sequence, portion) -> {
          if (portion.care() == Portion.Care.NOT_EMBEDDED) {
            reasons.put(sequence, portion.reason());
          }
        });
    return reasons;
  }

  /** The first number that is read alone with {@code after < sequence <= upTo}. */
  synchronized OptionalLong firstAlone(long after, long upTo) {
    return special.tailMap(after, false).headMap(upTo, true).entrySet().stream()
        .filter(each -> each.getValue().care() != Portion.Care.NONE)
        .mapToLong(NavigableMap.Entry::getKey)
        .findFirst();
  }

  /** The least number of a version of which a part is read above the sequence. */
  synchronized OptionalLong oldestBehind(long sequence) {
    return special.tailMap(sequence, false).values().stream()
        .mapToLong(Portion::origin)
        .filter(origin -> origin <= sequence)
        .min();
  }
}
