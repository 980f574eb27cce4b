package dev.freshet.server.dashboard;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The newest samples, in memory: the oldest goes when one too many comes. Thread-safe. */
final class History {

  private final int most;
  private final Deque<Sample> samples = new ArrayDeque<>();

  /**
   * @param most samples that are kept, at least 1
   */
  History(int most) {
    this.most = most;
  }

  /** Keeps a sample that is later than all before; one that is not, as a clock was set, is left. */
  synchronized void add(Sample sample) {
    if (!samples.isEmpty() && !sample.at().isAfter(samples.getLast().at())) {
      return;
    }
    samples.addLast(sample);
    if (samples.size() > most) {
      samples.removeFirst();
    }
  }

  synchronized Optional<Sample> newest() {
    return Optional.ofNullable(samples.peekLast());
  }

  /** Samples later than {@code instant}, oldest first. */
  synchronized List<Sample> after(Instant instant) {
    return samples.stream().filter(sample -> sample.at().isAfter(instant)).toList();
  }

  /** Samples of the time before the newest, oldest first. */
  List<Sample> newest(Duration window) {
    return newest().map(last -> after(last.at().minus(window))).orElseGet(List::of);
  }

  /**
   * Samples by figure, which is a third of the size of figures by sample.
   *
   * @param at when they were taken
   * @param series a value or null per sample, by the figure's name
   */
  record Columns(List<Instant> at, Map<String, List<@Nullable Double>> series) {

    static Columns of(List<Sample> samples) {
      Map<String, List<@Nullable Double>> series = new LinkedHashMap<>();
      for (Series figure : Series.values()) {
        List<@Nullable Double> values = new ArrayList<>(samples.size());
        for (Sample sample : samples) {
          values.add(rounded(sample, figure));
        }
        series.put(figure.label(), values);
      }
      return new Columns(samples.stream().map(Sample::at).toList(), series);
    }

    private static @Nullable Double rounded(Sample sample, Series figure) {
      return sample.value(figure).isPresent()
          ? Math.round(sample.value(figure).getAsDouble() * 1e4) / 1e4
          : null;
    }
  }
}
