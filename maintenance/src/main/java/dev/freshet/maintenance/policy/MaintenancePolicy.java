package dev.freshet.maintenance.policy;

import dev.freshet.core.maintenance.PlannedStep;
import dev.freshet.core.maintenance.RecallEstimate;
import dev.freshet.core.maintenance.StepKind;
import dev.freshet.core.maintenance.TableShape;
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
 * <p>A plan has at most one step of each kind, each bounded in the rows it reads but for those that
 * cover the whole tail or table. Cheap steps come first, long ones last, and steps that failed when
 * they were last tried behind all others; a step that failed just now is left out for a while that
 * doubles. So whoever runs a plan whole, in order, going on after an error, then observes and plans
 * anew, lets no step starve another.
 */
public final class MaintenancePolicy {

  private final MaintenanceTargets targets;

  public MaintenancePolicy(MaintenanceTargets targets) {
    this.targets = targets;
  }

  /**
   * The steps the table needs, in the order to take them; empty if it is tidy.
   *
   * @param shape the table as observed
   * @param calibration what is known of costs and writes
   * @param recall newest estimate of what the index finds, null if there is none
   * @param history what became of earlier steps
   * @param now the time, of the clock the history has its times from
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
    // Search parameters cost less than a new index, so low recall is first met with them.
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
                // What is tuned for an index about to be replaced is soon lost.
                retraining.isPresent() ? Optional.<PlannedStep>empty() : tuning)
            .flatMap(Optional::stream);
    return due.filter(allowed)
        .sorted(Comparator.comparing(planned -> history.failures(planned.step()) > 0))
        .toList();
  }

  /** The estimate, unless the index was built anew or is searched otherwise since. */
  private static @Nullable RecallEstimate current(
      @Nullable RecallEstimate recall, StepHistory history) {
    boolean outdated =
        recall != null
            && Stream.of(StepKind.RETRAIN_INDEX, StepKind.BUILD_INDEX, StepKind.TUNE_SEARCH)
                .flatMap(kind -> history.last(kind).stream())
                .anyMatch(run -> run.ended().isAfter(recall.at()));
    return outdated ? null : recall;
  }
}
