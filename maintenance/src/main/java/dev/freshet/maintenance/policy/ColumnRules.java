package dev.freshet.maintenance.policy;

import static dev.freshet.maintenance.policy.InWords.count;

import dev.freshet.core.maintenance.ColumnIndex;
import dev.freshet.core.maintenance.MaintenanceStep;
import dev.freshet.core.maintenance.PlannedStep;
import dev.freshet.core.maintenance.TableShape;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Decides when indexes of columns other than the vector are built or rebuilt. */
final class ColumnRules {

  private final TableShape shape;
  private final Thresholds thresholds;
  private final List<ColumnIndex> wanted;

  ColumnRules(TableShape shape, Thresholds thresholds, List<ColumnIndex> wanted) {
    this.shape = shape;
    this.thresholds = thresholds;
    this.wanted = wanted;
  }

  /**
   * The first index that is missing, or that lacks too many rows and no other step extends. One at
   * a time, since each reads its whole column.
   *
   * @param allowed whether a step may be tried now
   */
  Optional<PlannedStep> build(Predicate<MaintenanceStep> allowed) {
    return wanted.stream()
        .flatMap(index -> due(index).stream())
        .filter(planned -> allowed.test(planned.step()))
        .findFirst();
  }

  private Optional<PlannedStep> due(ColumnIndex index) {
    Long uncovered = shape.columnIndexes().get(index);
    return uncovered == null ? missing(index) : behind(index, uncovered);
  }

  /**
   * In a table too small for a vector index a search compares all vectors, and other columns are a
   * small part of what it reads. Without a full-text index words cannot be searched at all.
   */
  private Optional<PlannedStep> missing(ColumnIndex index) {
    long rows = shape.liveRows();
    return switch (index.use()) {
      case FULL_TEXT ->
          rows == 0
              ? Optional.empty()
              : planned(index, "%s is missing; searches for words need it".formatted(index));
      case FILTER ->
          rows <= thresholds.index().rows().count()
              ? Optional.empty()
              : planned(
                  index,
                  "%s is missing; a filter reads the column of %s rows; threshold %s rows"
                      .formatted(index, count(rows), count(thresholds.index().rows().value())));
    };
  }

  /** Extending the vector index also extends filter indexes, but not full-text indexes. */
  private Optional<PlannedStep> behind(ColumnIndex index, long uncovered) {
    boolean extended = index.use() == ColumnIndex.Use.FILTER && shape.index().isPresent();
    if (extended || uncovered <= thresholds.index().tailRows().count()) {
      return Optional.empty();
    }
    return planned(
        index,
        "%s lacks %s of %s rows, which are scanned; threshold %s rows"
            .formatted(
                index,
                count(uncovered),
                count(shape.liveRows()),
                count(thresholds.index().tailRows().value())));
  }

  private Optional<PlannedStep> planned(ColumnIndex index, String reason) {
    return Optional.of(
        new PlannedStep(new MaintenanceStep.BuildColumnIndex(index, shape.liveRows()), reason));
  }
}
