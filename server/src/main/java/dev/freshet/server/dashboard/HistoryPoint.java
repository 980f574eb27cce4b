package dev.freshet.server.dashboard;

import dev.freshet.home.metric.PipelineMetric;
import dev.freshet.home.report.HomeStatus;
import dev.freshet.home.report.Percentiles;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** The figures of one moment. Immutable. */
final class HistoryPoint {

  private final Instant at;
  private final Map<Series, Double> values;

  private HistoryPoint(Instant at, Map<Series, Double> values) {
    this.at = at;
    this.values = values;
  }

  /**
   * The figures of the reports that were read at {@code now}.
   *
   * @param before the point before this one, for figures per second
   */
  static HistoryPoint of(
      Instant now, HomeStatus status, QueryFigures queries, Optional<HistoryPoint> before) {
    Builder point = new Builder(now);
    HomeStatus.Landed landed = status.freshness();
    point.put(Series.FRESHNESS_P50, landed.p50Ms());
    point.put(Series.FRESHNESS_P95, landed.p95Ms());
    point.put(Series.FRESHNESS_P99, landed.p99Ms());
    if (landed.asOf() != null) {
      point.put(Series.LAG, Math.max(0, Duration.between(landed.asOf(), now).toMillis()));
    }
    point.put(Series.BACKLOG_FILES, status.backlog().files());
    point.put(Series.BACKLOG_BYTES, status.backlog().bytes());
    point.put(Series.PROCESSED_BYTES, total(status, PipelineMetric.SOURCE_BYTES));
    point.put(Series.QUARANTINED_ROWS, total(status, PipelineMetric.QUARANTINED_ROWS));
    point.put(Series.ACCEPTED_CHANGES, total(status, PipelineMetric.GOLD_ROWS));
    point.put(Series.STALE_EVENTS, total(status, PipelineMetric.STALE_EVENTS));
    point.put(Series.BACKWARDS_EVENTS, total(status, PipelineMetric.BACKWARDS_EVENTS));
    if (status.table() != null) {
      point.put(Series.TAIL_ROWS, status.table().unindexedRows());
      point.put(Series.FRAGMENTS, status.table().fragments());
    }
    if (status.maintenance() != null) {
      point.put(Series.RECALL, status.maintenance().recall());
    }
    point.queries(queries, before);
    return new HistoryPoint(now, point.values);
  }

  private static @Nullable Number total(HomeStatus status, PipelineMetric counter) {
    return status.totals().get(counter.meterName());
  }

  Instant at() {
    return at;
  }

  OptionalDouble value(Series series) {
    Double value = values.get(series);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  /** By how much a counter grew since an earlier point; 0 if it was reset between them. */
  double since(HistoryPoint earlier, Series counter) {
    return Math.max(0, value(counter).orElse(0) - earlier.value(counter).orElse(0));
  }

  /** Seconds since an earlier point. */
  double secondsSince(HistoryPoint earlier) {
    return Duration.between(earlier.at, at).toNanos() / 1e9;
  }

  private static final class Builder {

    private final Instant at;
    private final Map<Series, Double> values = new EnumMap<>(Series.class);

    Builder(Instant at) {
      this.at = at;
    }

    void put(Series series, @Nullable Number value) {
      if (value != null) {
        values.put(series, value.doubleValue());
      }
    }

    void queries(QueryFigures queries, Optional<HistoryPoint> before) {
      put(Series.QUERIES_ANSWERED, queries.answered());
      put(Series.QUERIES_FAILED, queries.failed());
      put(Series.QUERIES_SHED, queries.shed());
      Percentiles latency = queries.latency();
      if (latency.p99Ms() > 0) {
        put(Series.QUERY_P50, latency.p50Ms());
        put(Series.QUERY_P95, latency.p95Ms());
        put(Series.QUERY_P99, latency.p99Ms());
      }
      before.ifPresent(
          earlier -> {
            HistoryPoint now = new HistoryPoint(at, values);
            double seconds = now.secondsSince(earlier);
            if (seconds > 0) {
              put(Series.QUERIES_PER_SECOND, now.since(earlier, Series.QUERIES_ANSWERED) / seconds);
            }
          });
    }
  }
}
