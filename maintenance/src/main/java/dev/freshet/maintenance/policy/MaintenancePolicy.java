package dev.freshet.maintenance.policy;

import dev.freshet.core.maintenance.PlannedStep;
import dev.freshet.core.maintenance.RecallEstimate;
import dev.freshet.core.maintenance.TableShape;
import dev.freshet.maintenance.calibration.Calibration;
import dev.freshet.maintenance.calibration.StepHistory;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a vector table needs now. Pure and thread-safe: the same observation gives the same
 * plan.
 *
 * <p>A plan has at most one step of each kind. Each is bounded in the rows it reads, except those
 * that cover the whole tail or table. Cheap steps come first and long ones last, and behind all
 * others come steps that failed when they were last tried. A step that failed just now is left out
 * for a time that doubles with each failure. A caller that runs the whole plan in order, continues
 * after an error, and then observes and plans again lets no step starve another.
 */
public final class MaintenancePolicy {

  private final MaintenanceTargets targets;

  public MaintenancePolicy(MaintenanceTargets targets) {
    this.targets = targets;
  }

  /**
   * The steps the table needs, in the order in which to run them; empty if it needs none.
   *
   * @param shape the table as observed
   * @param calibration what is known of costs and writes
   * @param recall newest estimate of what the index finds; null if there is none
   * @param history how earlier steps ended
   * @param now the present time, by the clock of the history
   */
  public List<PlannedStep> plan(
      TableShape shape,
      Calibration calibration,
      @Nullable RecallEstimate recall,
      StepHistory history,
      Instant now) {
    Thresholds thresholds = Thresholds.derive(calibration, targets);
    Pace pace = new Pace(targets, calibration, history);
    FragmentRules fragments = new FragmentRules(shape, calibration, thresholds);
    IndexRules index = new IndexRules(shape, calibration, thresholds, targets.indexes().vector());
    ColumnRules columns = new ColumnRules(shape, thresholds, targets.indexes().columns());
    VersionRule versions = new VersionRule(shape, targets);
    Predicate<PlannedStep> allowed =
        planned -> pace.allows(planned.step().kind(), now) && !history.pauses(planned.step(), now);
    Optional<PlannedStep> extension = index.extend().filter(allowed);
    RecallEstimate current = current(recall, history);
    Optional<PlannedStep> tuning =
        new TuningRule(shape, targets.recall()).tune(current).filter(allowed);
    // Other search parameters cost less than a new index, so they are tried first.
    Optional<PlannedStep> retraining =
        index.retrain(tuning.isPresent() ? null : current, targets.recall()).filter(allowed);
    Stream<PlannedStep> due =
        Stream.of(
                fragments.compactTail(extension.isPresent()),
                extension,
                index.merge(),
                fragments.compactFragments(),
                fragments.rewrite(step -> !history.pauses(step, now)),
                versions.remove(now),
                columns.build(step -> !history.pauses(step, now)),
                index.build(),
                retraining,
                // Parameters tuned for an index that is about to be replaced are lost with it.
                retraining.isPresent() ? Optional.<PlannedStep>empty() : tuning)
            .flatMap(Optional::stream);
    return due.filter(allowed)
        .sorted(Comparator.comparing(planned -> history.failures(planned.step()) > 0))
        .toList();
  }

  /** The estimate, unless the index was rebuilt or tuned since. */
  private static @Nullable RecallEstimate current(
      @Nullable RecallEstimate recall, StepHistory history) {
    boolean outdated = recall != null && history.searchChangedAfter(recall.at());
    return outdated ? null : recall;
  }
}
