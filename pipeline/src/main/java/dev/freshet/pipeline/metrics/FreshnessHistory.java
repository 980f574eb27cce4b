package dev.freshet.pipeline.metrics;

import dev.freshet.home.report.FreshnessTerm;
import dev.freshet.home.report.FreshnessTerms;
import dev.freshet.home.report.FreshnessWindow;
import dev.freshet.home.report.WindowFreshness;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * The terms of the files of the last hour, from which the figures of each {@link FreshnessWindow}
 * are made. Thread-safe.
 *
 * <p>A window begins at most ten seconds before its length. Files are kept in groups whose total
 * differs by at most 1/32, by slices of ten seconds: a percentile is the mean of the group in which
 * it falls, so its terms are those of files that took that long, and they add up to it. The memory
 * depends on how different the totals are, not on how many files there are.
 */
final class FreshnessHistory {

  private static final long SLICE_NANOS = Duration.ofSeconds(10).toNanos();
  private static final int GROUPS_PER_OCTAVE_BITS = 5;

  private final LongSupplier nanoTime;
  private final Deque<Slice> slices = new ArrayDeque<>();

  /** The files of ten seconds, by the group of their total. */
  private record Slice(long number, TreeMap<Integer, Group> groups) {}

  /** Files whose totals are about the same. */
  private static final class Group {

    private final double[] sums = new double[FreshnessTerm.values().length];
    private long files;

    void add(FreshnessTerms terms) {
      files++;
      for (FreshnessTerm term : FreshnessTerm.values()) {
        sums[term.ordinal()] += terms.of(term).toNanos();
      }
    }

    void add(Group other) {
      files += other.files;
      for (int term = 0; term < sums.length; term++) {
        sums[term] += other.sums[term];
      }
    }

    FreshnessTerms mean() {
      return FreshnessTerms.of(term -> sums[term.ordinal()] / files);
    }
  }

  /**
   * @param nanoTime as {@link System#nanoTime()}
   */
  FreshnessHistory(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Adds a file that has just become queryable. */
  synchronized void add(FreshnessTerms terms) {
    long number = Math.floorDiv(nanoTime.getAsLong(), SLICE_NANOS);
    if (slices.isEmpty() || slices.getLast().number() < number) {
      slices.addLast(new Slice(number, new TreeMap<>()));
      removeBefore(first(FreshnessWindow.HOUR));
    }
    slices
        .getLast()
        .groups()
        .computeIfAbsent(group(terms.total().toNanos()), any -> new Group())
        .add(terms);
  }

  private void removeBefore(long number) {
    while (slices.getFirst().number() < number) {
      slices.removeFirst();
    }
  }

  private long first(FreshnessWindow window) {
    return Math.floorDiv(nanoTime.getAsLong() - window.length().toNanos(), SLICE_NANOS);
  }

  /** The figures of the files that became queryable within a window before now. */
  synchronized WindowFreshness over(FreshnessWindow window) {
    long first = first(window);
    TreeMap<Integer, Group> merged = new TreeMap<>();
    for (Slice slice : slices) {
      if (slice.number() >= first) {
        slice
            .groups()
            .forEach((key, group) -> merged.computeIfAbsent(key, any -> new Group()).add(group));
      }
    }
    long files = merged.values().stream().mapToLong(group -> group.files).sum();
    return files == 0
        ? WindowFreshness.none(window)
        : new WindowFreshness(
            window.label(),
            files,
            new WindowFreshness.Terms(
                at(0.5, files, merged), at(0.95, files, merged), at(0.99, files, merged)));
  }

  /** The group that has the file of the nearest rank. */
  private static FreshnessTerms at(double share, long files, TreeMap<Integer, Group> groups) {
    long left = (long) Math.ceil(share * files);
    for (Map.Entry<Integer, Group> entry : groups.entrySet()) {
      left -= entry.getValue().files;
      if (left <= 0) {
        return entry.getValue().mean();
      }
    }
    return groups.lastEntry().getValue().mean();
  }

  /** Octave and position in it; grows with the total. */
  private static int group(long nanos) {
    int octave = 64 - Long.numberOfLeadingZeros(nanos >> (GROUPS_PER_OCTAVE_BITS + 1));
    return (octave << (GROUPS_PER_OCTAVE_BITS + 1)) + (int) (nanos >> octave);
  }
}
