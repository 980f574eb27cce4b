package dev.freshet.maintenance;

import dev.freshet.core.config.HomeLayout;
import dev.freshet.core.maintenance.Measured;
import dev.freshet.core.maintenance.PlannedStep;
import dev.freshet.core.maintenance.RecallEstimate;
import dev.freshet.core.maintenance.TableMaintainer;
import dev.freshet.core.maintenance.TableShape;
import dev.freshet.maintenance.calibration.Calibration;
import dev.freshet.maintenance.layer.LayerCare;
import dev.freshet.maintenance.policy.Explanation;
import dev.freshet.maintenance.policy.MaintenancePolicy;
import dev.freshet.maintenance.policy.MaintenanceTargets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What maintenance would do now, and why. Making one changes nothing, so it may be made while
 * another process maintains the table.
 *
 * @param shape the table
 * @param plan the steps that are due, in order
 * @param explanation where the thresholds come from; empty if it was not asked for
 */
public record MaintenanceOutlook(
    TableShape shape, List<PlannedStep> plan, Optional<Explanation> explanation) {

  public MaintenanceOutlook {
    plan = List.copyOf(plan);
  }

  /**
   * Observes a table and plans with what earlier processes learnt.
   *
   * @param layout the home, with the memory that they left
   * @param explain whether to explain; for that the table is measured if it never was
   */
  public static MaintenanceOutlook of(
      HomeLayout layout,
      TableMaintainer table,
      MaintenanceTargets targets,
      boolean explain,
      InstantSource clock) {
    MaintenanceMemory learnt = MaintenanceMemory.look(layout.maintenanceMemory());
    TableShape shape = table.observe();
    Calibration calibration = learnt.calibration();
    RecallEstimate recall = learnt.recall();
    if (explain && !isMeasured(calibration) && shape.liveRows() >= ProbeSchedule.ROWS_MIN) {
      Measured measured = table.measure(ProbeSchedule.probe(shape));
      calibration = calibration.with(measured);
      recall = newer(recall, measured);
    }
    List<PlannedStep> plan =
        new ArrayList<>(
            new MaintenancePolicy(targets)
                .plan(shape, calibration, recall, learnt.history(), clock.instant()));
    plan.addAll(LayerCare.of(layout, clock).planIfDue(learnt.history()));
    return new MaintenanceOutlook(
        shape,
        plan,
        explain ? Optional.of(Explanation.of(calibration, targets)) : Optional.empty());
  }

  private static boolean isMeasured(Calibration calibration) {
    return calibration.flatScanMillis().measured() || calibration.indexSearchMillis().measured();
  }

  private static @Nullable RecallEstimate newer(
      @Nullable RecallEstimate recall, Measured measured) {
    return measured.recall().orElse(recall);
  }
}
