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
  private final Deque<HistoryPoint> points = new ArrayDeque<>();

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
  synchronized void add(HistoryPoint point) {
    if (!points.isEmpty() && !point.at().isAfter(points.getLast().at())) {
      return;
    }
    points.addLast(point);
    if (points.size() > most) {
      points.removeFirst();
    }
  }

  synchronized Optional<HistoryPoint> newest() {
    return Optional.ofNullable(points.peekLast());
  }

  /** The points later than {@code instant}, oldest first. */
  synchronized List<HistoryPoint> after(Instant instant) {
    return points.stream().filter(point -> point.at().isAfter(instant)).toList();
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

    static Columns of(List<HistoryPoint> points) {
      Map<String, List<@Nullable Double>> series = new LinkedHashMap<>();
      for (Series figure : Series.values()) {
        List<@Nullable Double> values = new ArrayList<>(points.size());
        for (HistoryPoint point : points) {
          values.add(rounded(point, figure));
        }
        series.put(figure.label(), values);
      }
      return new Columns(points.stream().map(HistoryPoint::at).toList(), series);
    }

    private static @Nullable Double rounded(HistoryPoint point, Series figure) {
      return point.value(figure).isPresent()
          ? Math.round(point.value(figure).getAsDouble() * 1e4) / 1e4
          : null;
    }
  }
}
