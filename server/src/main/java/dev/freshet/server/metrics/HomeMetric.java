package dev.freshet.server.metrics;

import dev.freshet.pipeline.status.RunStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.function.ToDoubleBiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Gauges of a pipeline's state, as its process said last. Names are stable. Without a report they
 * are not a number, but for {@link #UP}, which is 0.
 */
@SuppressWarnings("ImmutableEnumChecker") // The functions hold nothing.
public enum HomeMetric {
  UP(
      "freshet.pipeline.up",
      "flag",
      "1 while a pipeline runs, else 0; what the others say is from its last moment then.",
      (report, now) -> report.live() ? 1 : 0),
  REPORT_AGE(
      "freshet.pipeline.report.age",
      "seconds",
      "How long ago the pipeline said something; it does every half second.",
      (report, now) -> seconds(report.updatedAt(), now)),
  RECORDS(
      "freshet.pipeline.records",
      "records",
      "Live record keys.",
      (report, now) -> report.records()),
  BACKLOG_FILES(
      "freshet.source.backlog.files",
      "files",
      "File versions that are discovered and not yet queryable.",
      (report, now) -> report.backlog().files()),
  BACKLOG_BYTES(
      "freshet.source.backlog.size",
      "bytes",
      "Bytes in them.",
      (report, now) -> report.backlog().bytes()),
  LAG(
      "freshet.pipeline.lag",
      "seconds",
      "How long ago everything landed that is queryable; not a number while that is not known.",
      (report, now) -> seconds(report.asOf(), now));

  private final String meterName;
  private final String unit;
  private final String doc;
  private final ToDoubleBiFunction<RunStatus, Instant> value;

  HomeMetric(
      String meterName, String unit, String doc, ToDoubleBiFunction<RunStatus, Instant> value) {
    this.meterName = meterName;
    this.unit = unit;
    this.doc = doc;
    this.value = value;
  }

  private static double seconds(@Nullable Instant from, Instant to) {
    return from == null ? Double.NaN : Math.max(0, Duration.between(from, to).toMillis() / 1e3);
  }

  public String meterName() {
    return meterName;
  }

  public String unit() {
    return unit;
  }

  public String doc() {
    return doc;
  }

  double of(RunStatus report, Instant now) {
    return value.applyAsDouble(report, now);
  }

  double ofNoReport() {
    return this == UP ? 0 : Double.NaN;
  }
}
