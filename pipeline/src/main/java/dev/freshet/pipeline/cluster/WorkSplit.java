package dev.freshet.pipeline.cluster;

import java.util.ArrayList;
import java.util.List;

/** Cuts work into parts, one for each task. Pure. */
final class WorkSplit {

  /**
   * Most bytes of one part. Spark sends a task in one message, by default of at most 128 MiB, and
   * Java's serialized form is somewhat larger than what it holds.
   */
  static final long BYTES_MAX = 32L << 20;

  private WorkSplit() {}

  /**
   * How many parts work of {@code weight} is cut into. Each has at least {@code perTask} as long as
   * there are no more parts than slots; more parts fill whole rounds of all slots, so that no slot
   * is idle in the last round.
   *
   * @return at least 1; below 2 there is nothing to distribute
   */
  static int count(long weight, long perTask, int slots) {
    long parts = Math.max(1, weight / perTask);
    long rounds = (parts + slots - 1) / slots;
    return Math.toIntExact(parts <= slots ? parts : rounds * slots);
  }

  /**
   * Cuts {@code items} in order into at most {@code count} parts of about equal weight. No part is
   * empty, and joined in order they are the items again.
   *
   * @param weights one per item, at least 0
   */
  static <T> List<ArrayList<T>> cut(List<T> items, long[] weights, int count) {
    double total = 0;
    for (long weight : weights) {
      total += weight;
    }
    List<ArrayList<T>> parts = new ArrayList<>();
    double before = 0;
    int current = -1;
    for (int i = 0; i < items.size(); i++) {
      // The part in which the middle of the item lies; the middles grow, so the parts do too.
      double middle = before + weights[i] / 2.0;
      int part = total == 0 ? 0 : Math.min(count - 1, (int) (middle / total * count));
      if (part != current) {
        parts.add(new ArrayList<>());
        current = part;
      }
      parts.get(parts.size() - 1).add(items.get(i));
      before += weights[i];
    }
    return parts;
  }
}
