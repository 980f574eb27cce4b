package dev.freshet.home.metric;

import dev.freshet.core.maintenance.RecallEstimate;
import dev.freshet.home.report.MaintenanceReport;
import dev.freshet.home.report.MaintenanceReport.Table;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What maintenance observed last of the vector table and of the files of all tables; all are
 * gauges.
 */
@SuppressWarnings("ImmutableEnumChecker") // The functions hold nothing.
public enum TableMetric implements Metric {
  FRAGMENTS("fragments", "fragments", "Fragments of the vector table.", ofTable(Table::fragments)),
  TAIL_ROWS(
      "tail.rows",
      "rows",
      "Rows no vector index covers: every search scans them.",
      ofTable(Table::tailRows)),
  TAIL_FRAGMENTS(
      "tail.fragments", "fragments", "Fragments with such rows.", ofTable(Table::tailFragments)),
  DELTA_SEGMENTS(
      "delta.segments",
      "segments",
      "Segments of the vector index beside its base.",
      ofTable(Table::deltaSegments)),
  VERSIONS(
      "versions",
      "versions",
      "Versions of the vector table that can be read.",
      ofTable(Table::versions)),
  DELETED_SHARE(
      "deleted.share",
      "ratio",
      "Share of the stored rows that are deleted, 0 to 1.",
      ofTable(Table::deletedShare)),
  RECALL(
      "recall",
      "ratio",
      "Share of the ten nearest neighbours that the index finds, from a sample.",
      report -> of(report.recall(), RecallEstimate::recall)),
  CONTENT_DAMAGED(
      "content.damaged",
      "files",
      "Files of all tables that were found damaged and are still part of their tables.",
      report -> of(report.content(), content -> content.damaged().size())),
  CONTENT_READ(
      "content.read",
      "bytes",
      "Bytes of all tables that were read again and compared with their checksums.",
      report -> of(report.content(), content -> content.pace().readBytes()));

  private static final String PREFIX = "freshet.table.";

  private final Description description;
  private final ToDoubleFunction<MaintenanceReport> value;

  TableMetric(String name, String unit, String doc, ToDoubleFunction<MaintenanceReport> value) {
    this.description = new Description(PREFIX + name, Kind.GAUGE, unit, doc);
    this.value = value;
  }

  private static ToDoubleFunction<MaintenanceReport> ofTable(ToDoubleFunction<Table> value) {
    return report -> of(report.table(), value);
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
