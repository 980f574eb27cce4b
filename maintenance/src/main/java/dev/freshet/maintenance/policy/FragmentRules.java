package dev.freshet.maintenance.policy;

import static dev.freshet.maintenance.policy.InWords.count;
import static dev.freshet.maintenance.policy.InWords.duration;
import static dev.freshet.maintenance.policy.InWords.millis;
import static dev.freshet.maintenance.policy.InWords.percent;

import dev.freshet.core.lease.CommitLease;
import dev.freshet.core.maintenance.FragmentShape;
import dev.freshet.core.maintenance.MaintenanceStep;
import dev.freshet.core.maintenance.PlannedStep;
import dev.freshet.core.maintenance.StepKind;
import dev.freshet.core.maintenance.TableShape;
import dev.freshet.maintenance.calibration.Calibration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Decides when fragments are compacted or rewritten. */
final class FragmentRules {

  /** A rewrite that removes fewer rows is not worth a table version. */
  private static final long DELETED_ROWS_MIN = 500;

  private final TableShape shape;
  private final Calibration calibration;
  private final Thresholds thresholds;

  FragmentRules(TableShape shape, Calibration calibration, Thresholds thresholds) {
    this.shape = shape;
    this.calibration = calibration;
    this.thresholds = thresholds;
  }

  /**
   * Merges the newest unindexed fragments: those of similar size when there are too many, all that
   * fit when the index is about to cover them.
   *
   * @param covering whether the same plan extends the index
   */
  Optional<PlannedStep> compactTail(boolean covering) {
    List<FragmentShape> newest = newestRun();
    boolean many = newest.size() > thresholds.fragments().tail().count();
    if (!covering && !many) {
      return Optional.empty();
    }
    List<Long> sizes = newest.stream().map(FragmentShape::liveRows).toList();
    long rowsMax = thresholds.fragments().compactRows().count();
    int chosen =
        covering ? SizeTiers.newestOfAnySize(sizes, rowsMax) : SizeTiers.newest(sizes, rowsMax);
    if (chosen == 0) {
      return Optional.empty();
    }
    List<FragmentShape> group = newest.subList(newest.size() - chosen, newest.size());
    String reason =
        covering
            ? "the index is about to cover %d unindexed fragments; the newest %d become one"
                .formatted(newest.size(), chosen)
            : "%d unindexed fragments cost a search %s beside their rows; threshold %s"
                .formatted(
                    newest.size(),
                    millis(calibration.fragmentMillis().value() * newest.size()),
                    count(thresholds.fragments().tail().value()));
    return Optional.of(
        new PlannedStep(new MaintenanceStep.CompactTail(ids(group), liveRows(group)), reason));
  }

  /** The unindexed fragments at the end of the manifest. */
  private List<FragmentShape> newestRun() {
    List<FragmentShape> all = shape.fragments();
    int from = all.size();
    while (from > 0 && !all.get(from - 1).indexed()) {
      from--;
    }
    return all.subList(from, all.size());
  }

  /** Merges small neighbouring fragments that the same index segment covers. */
  Optional<PlannedStep> compactFragments() {
    List<List<FragmentShape>> groups = smallNeighbours();
    return groups.stream()
        .filter(this::isWorthIt)
        .max(Comparator.comparingInt(List::size))
        .map(
            group ->
                new PlannedStep(
                    new MaintenanceStep.CompactFragments(ids(group), liveRows(group)),
                    "%d neighbouring fragments have %s rows together; one may have %s"
                        .formatted(
                            group.size(),
                            count(liveRows(group)),
                            count(thresholds.fragments().compactRows().value()))));
  }

  /** Whether to merge them: several, or two of similar size, so that no row is merged often. */
  private boolean isWorthIt(List<FragmentShape> group) {
    long largest = group.stream().mapToLong(FragmentShape::liveRows).max().orElse(0);
    return group.size() >= SizeTiers.FAN_IN
        || (group.size() >= 2 && largest <= 2 * (liveRows(group) - largest));
  }

  private List<List<FragmentShape>> smallNeighbours() {
    long rowsMax = thresholds.fragments().compactRows().count();
    List<List<FragmentShape>> groups = new ArrayList<>();
    List<FragmentShape> group = new ArrayList<>();
    for (FragmentShape fragment : shape.fragments()) {
      boolean small = fragment.indexed() && fragment.liveRows() <= rowsMax / 2;
      boolean fits =
          small
              && !group.isEmpty()
              && group.get(0).segment() == fragment.segment()
              && liveRows(group) + fragment.liveRows() <= rowsMax;
      if (!fits) {
        groups.add(group);
        group = new ArrayList<>();
      }
      if (small) {
        group.add(fragment);
      }
    }
    groups.add(group);
    return groups;
  }

  /**
   * Rewrites the fragment with the largest share of deleted rows. If that takes longer than a
   * writer waits, a writer likely commits first: the rewrite then needs a quiet table or twice the
   * share.
   *
   * @param allowed whether a step may be tried now
   */
  Optional<PlannedStep> rewrite(Predicate<MaintenanceStep> allowed) {
    return shape.fragments().stream()
        .filter(fragment -> fragment.deletedRows() >= DELETED_ROWS_MIN)
        .filter(fragment -> fragment.deletedShare() >= deletedShareFor(fragment))
        .sorted(Comparator.comparingDouble(FragmentShape::deletedShare).reversed())
        .map(this::rewriteOf)
        .filter(planned -> allowed.test(planned.step()))
        .findFirst();
  }

  private double deletedShareFor(FragmentShape fragment) {
    double share = thresholds.fragments().deletedShare().value();
    return isLong(fragment) && !calibration.writes().quiet() ? Math.min(0.9, 2 * share) : share;
  }

  private boolean isLong(FragmentShape fragment) {
    return fragment.liveRows() > thresholds.fragments().compactRows().count();
  }

  private PlannedStep rewriteOf(FragmentShape fragment) {
    String reason =
        "%s of fragment %d is deleted (%s of %s rows); threshold %s"
            .formatted(
                percent(fragment.deletedShare()),
                fragment.id(),
                count(fragment.deletedRows()),
                count(fragment.rows()),
                percent(deletedShareFor(fragment)));
    String warning =
        "; takes about %s, longer than a writer waits (%s), and may lose to a writer"
            .formatted(
                duration(calibration.cost(StepKind.REWRITE_FRAGMENT).expected(fragment.liveRows())),
                millis(CommitLease.WRITER_WAIT_MAX.toMillis()));
    return new PlannedStep(
        new MaintenanceStep.RewriteFragment(
            fragment.id(), fragment.liveRows(), fragment.deletedRows()),
        isLong(fragment) ? reason + warning : reason);
  }

  private static List<Integer> ids(List<FragmentShape> fragments) {
    return fragments.stream().map(FragmentShape::id).toList();
  }

  private static long liveRows(List<FragmentShape> fragments) {
    return fragments.stream().mapToLong(FragmentShape::liveRows).sum();
  }
}
