package dev.freshet.home.metric;

import dev.freshet.core.maintenance.RecallEstimate;
import dev.freshet.home.report.MaintenanceReport;
import dev.freshet.home.report.MaintenanceReport.Table;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The metrics of the vector table as maintenance observed it last; all are gauges. */
@SuppressWarnings("ImmutableEnumChecker") // The functions hold nothing.
public enum TableMetric implements Metric {
  FRAGMENTS("fragments", "fragments", "Fragments of the vector table.", Table::fragments),
  TAIL_ROWS(
      "tail.rows",
      "rows",
      "Rows no vector index covers: every search scans them.",
      Table::tailRows),
  TAIL_FRAGMENTS("tail.fragments", "fragments", "Fragments with such rows.", Table::tailFragments),
  DELTA_SEGMENTS(
      "delta.segments",
      "segments",
      "Segments of the vector index beside its base.",
      Table::deltaSegments),
  VERSIONS(
      "versions", "versions", "Versions of the vector table that can be read.", Table::versions),
  DELETED_SHARE(
      "deleted.share",
      "ratio",
      "Share of the stored rows that are deleted, 0 to 1.",
      Table::deletedShare),
  RECALL(
      "recall",
      "ratio",
      "Share of the ten nearest neighbours that the index finds, from a sample.");

  private static final String PREFIX = "freshet.table.";

  private final Description description;
  private final ToDoubleFunction<MaintenanceReport> value;

  TableMetric(String name, String unit, String doc, ToDoubleFunction<Table> value) {
    this.description = new Description(PREFIX + name, Kind.GAUGE, unit, doc);
    this.value = report -> of(report.table(), value);
  }

  /** The recall, which the report holds beside the table. */
  TableMetric(String name, String unit, String doc) {
    this.description = new Description(PREFIX + name, Kind.GAUGE, unit, doc);
    this.value = report -> of(report.recall(), RecallEstimate::recall);
  }

  private static <T> double of(@Nullable T source, ToDoubleFunction<T> value) {
    return source == null ? Double.NaN : value.applyAsDouble(source);
  }

  @Override
  public Description description() {
    return description;
  }

  /** Its value; not a number while it is not known. */
  double of(MaintenanceReport report) {
    return value.applyAsDouble(report);
  }
}
