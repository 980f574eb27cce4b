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

/** The newest points, in memory; when it is full, the oldest point is removed. Thread-safe. */
final class History {

  private final int most;
  private final Deque<HistoryPoint> samples = new ArrayDeque<>();

  /**
   * Makes an empty history.
   *
   * @param most how many points are kept, at least 1
   */
  History(int most) {
    this.most = most;
  }

  /**
   * Adds a point; ignores it if it is not later than the newest one, since a clock was set back.
   */
  synchronized void add(HistoryPoint sample) {
    if (!samples.isEmpty() && !sample.at().isAfter(samples.getLast().at())) {
      return;
    }
    samples.addLast(sample);
    if (samples.size() > most) {
      samples.removeFirst();
    }
  }

  synchronized Optional<HistoryPoint> newest() {
    return Optional.ofNullable(samples.peekLast());
  }

  /** The points later than {@code instant}, oldest first. */
  synchronized List<HistoryPoint> after(Instant instant) {
    return samples.stream().filter(sample -> sample.at().isAfter(instant)).toList();
  }

  /** The points within the time {@code window} before the newest one, oldest first. */
  List<HistoryPoint> newest(Duration window) {
    return newest().map(last -> after(last.at().minus(window))).orElseGet(List::of);
  }

  /**
   * Points as one list for each figure, which is a third of the size of one object for each point.
   *
   * @param at when the points were taken
   * @param series a value or null for each point, by the name of the figure
   */
  record Columns(List<Instant> at, Map<String, List<@Nullable Double>> series) {

    static Columns of(List<HistoryPoint> samples) {
      Map<String, List<@Nullable Double>> series = new LinkedHashMap<>();
      for (Series figure : Series.values()) {
        List<@Nullable Double> values = new ArrayList<>(samples.size());
        for (HistoryPoint sample : samples) {
          values.add(rounded(sample, figure));
        }
        series.put(figure.label(), values);
      }
      return new Columns(samples.stream().map(HistoryPoint::at).toList(), series);
    }

    private static @Nullable Double rounded(HistoryPoint sample, Series figure) {
      return sample.value(figure).isPresent()
          ? Math.round(sample.value(figure).getAsDouble() * 1e4) / 1e4
          : null;
    }
  }
}
