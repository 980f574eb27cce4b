package dev.freshet.maintenance.policy;

import static dev.freshet.maintenance.policy.InWords.count;
import static dev.freshet.maintenance.policy.InWords.millis;
import static dev.freshet.maintenance.policy.InWords.percent;

import dev.freshet.core.config.value.IndexType;
import dev.freshet.core.maintenance.IndexShape;
import dev.freshet.core.maintenance.MaintenanceStep;
import dev.freshet.core.maintenance.PlannedStep;
import dev.freshet.core.maintenance.RecallEstimate;
import dev.freshet.core.maintenance.TableShape;
import dev.freshet.maintenance.calibration.Calibration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Decides when the vector index is built, extended, merged or retrained. */
final class IndexRules {

  private final TableShape shape;
  private final Calibration calibration;
  private final Thresholds thresholds;
  private final IndexType type;

  /**
   * @param type the index is to have
   */
  IndexRules(TableShape shape, Calibration calibration, Thresholds thresholds, IndexType type) {
    this.shape = shape;
    this.calibration = calibration;
    this.thresholds = thresholds;
    this.type = type;
  }

  /** Adds a delta segment once the tail costs a search too much. */
  Optional<PlannedStep> extend() {
    long rows = shape.tailRows();
    if (shape.index().isEmpty() || rows <= thresholds.index().tailRows().count()) {
      return Optional.empty();
    }
    String reason =
        "a tail of %s rows costs a search %s beside %s of the index; threshold %s rows"
            .formatted(
                count(rows),
                millis(calibration.tailMillis(rows, shape.tail().size())),
                millis(calibration.indexSearchMillis().value()),
                count(thresholds.index().tailRows().value()));
    return Optional.of(new PlannedStep(new MaintenanceStep.ExtendIndex(rows), reason));
  }

  /** Merges the newest delta segments once all of them cost a search too much. */
  Optional<PlannedStep> merge() {
    int deltas = shape.deltaSegments();
    if (deltas <= thresholds.index().deltaSegments().count()) {
      return Optional.empty();
    }
    // Live rows: rows that were replaced since are no reason to leave a segment out.
    List<Long> rows = IntStream.rangeClosed(1, deltas).mapToObj(shape::coveredRows).toList();
    int merged = SizeTiers.newest(rows, thresholds.index().mergeRows().count());
    if (merged == 0) {
      return Optional.empty();
    }
    long mergedRows =
        rows.subList(deltas - merged, deltas).stream().mapToLong(Long::longValue).sum();
    String reason =
        "%d delta segments cost a search %s; threshold %s; the newest %d have %s rows"
            .formatted(
                deltas,
                millis(deltas * calibration.segmentMillis().value()),
                count(thresholds.index().deltaSegments().value()),
                merged,
                count(mergedRows));
    return Optional.of(
        new PlannedStep(new MaintenanceStep.MergeSegments(merged, mergedRows), reason));
  }

  /** Builds the first index once a scan of the table takes longer than a search may. */
  Optional<PlannedStep> build() {
    long rows = shape.liveRows();
    if (shape.index().isPresent() || rows <= thresholds.index().rows().count()) {
      return Optional.empty();
    }
    String reason =
        "a search scans %s rows in about %s; threshold %s rows"
            .formatted(
                count(rows),
                millis(calibration.tailMillis(rows, 0)),
                count(thresholds.index().rows().value()));
    return Optional.of(new PlannedStep(new MaintenanceStep.BuildIndex(type, rows), reason));
  }

  /**
   * Replaces the index once its type is not the configured one, its recall is too low, or its
   * deltas hold too much of the table. An index without deltas is never retrained for its recall:
   * that would not help, other search parameters would.
   */
  Optional<PlannedStep> retrain(@Nullable RecallEstimate recall, double recallTarget) {
    long rows = shape.liveRows();
    if (shape.index().isEmpty() || rows <= thresholds.index().rows().count()) {
      return Optional.empty();
    }
    return otherType()
        .or(() -> missedRecall(recall, recallTarget))
        .or(this::outgrownBase)
        .map(reason -> new PlannedStep(new MaintenanceStep.RetrainIndex(type, rows), reason));
  }

  private Optional<String> otherType() {
    return shape
        .index()
        .map(IndexShape::type)
        .filter(present -> !present.equals(type.name()))
        .map(present -> "the index is %s, configured is %s".formatted(present, type));
  }

  private Optional<String> missedRecall(@Nullable RecallEstimate recall, double target) {
    return shape.deltaSegments() == 0 ? Optional.empty() : below(recall, target);
  }

  /** Why the recall is too low, if even the highest value the sample allows is below the target. */
  static Optional<String> below(@Nullable RecallEstimate recall, double target) {
    if (recall == null || recall.atMost() >= target) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "recall@%d is %.3f (%d of %d, at most %.3f); target %.3f",
            recall.k(),
            recall.recall(),
            recall.found(),
            recall.expected(),
            recall.atMost(),
            target));
  }

  private Optional<String> outgrownBase() {
    long base = shape.coveredRows(0);
    long deltas = 0;
    for (int segment = 1; segment <= shape.deltaSegments(); segment++) {
      deltas += shape.coveredRows(segment);
    }
    double limit = thresholds.index().retrainShare().value();
    if (deltas <= limit * base) {
      return Optional.empty();
    }
    return Optional.of(
        "deltas hold %s rows, the base %s; threshold %s of the base"
            .formatted(count(deltas), count(base), percent(limit)));
  }
}
