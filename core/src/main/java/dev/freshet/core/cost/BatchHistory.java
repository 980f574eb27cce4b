package dev.freshet.core.cost;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The samples of the newest batches of a process. When costs change permanently, for example on a
 * machine that became busy, older samples are useless: a line through both kinds describes neither.
 * So once two batches in a row took much longer, or shorter, than the earlier ones predict, the
 * earlier ones are dropped. Not thread-safe.
 */
public final class BatchHistory {

  /** Enough for medians of several sizes, and few enough that old costs are soon forgotten. */
  private static final int WINDOW = 32;

  /** With this many others, the first batch of a process is left out: it paid for warming up. */
  private static final int WITHOUT_FIRST = 2;

  /**
   * How much longer or shorter counts. Noise of a shared machine stays below it, except once by
   * chance.
   */
  private static final double CHANGE = 1.5;

  private static final int PROOF = 2;

  private final Deque<BatchSample> newestLast = new ArrayDeque<>();
  private @Nullable BatchSample first;

  /** Adds the newest batch. */
  public void add(BatchSample sample) {
    if (first == null) {
      first = sample;
      return;
    }
    newestLast.addLast(sample);
    if (newestLast.size() > WINDOW) {
      newestLast.removeFirst();
    }
    if (changed()) {
      while (newestLast.size() > PROOF) {
        newestLast.removeFirst();
      }
    }
  }

  private boolean changed() {
    List<BatchSample> all = List.copyOf(newestLast);
    int before = all.size() - PROOF;
    if (before < PROOF) {
      return false;
    }
    ProductionModel known = ProductionModel.of(all.subList(0, before));
    double first = known.deviation(all.get(before));
    double second = known.deviation(all.get(before + 1));
    return Math.min(first, second) > CHANGE || Math.max(first, second) < 1 / CHANGE;
  }

  /** The samples to learn from, the newest last; a copy. */
  public List<BatchSample> samples() {
    List<BatchSample> samples = new ArrayList<>(newestLast);
    if (first != null && samples.size() < WITHOUT_FIRST) {
      samples.add(0, first);
    }
    return samples;
  }
}
