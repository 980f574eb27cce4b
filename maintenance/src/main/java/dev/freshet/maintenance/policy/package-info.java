/**
 * Decides which {@link dev.freshet.core.maintenance.MaintenanceStep steps} a vector table needs.
 * Pure: {@link dev.freshet.maintenance.policy.MaintenancePolicy} turns what was observed into a
 * plan by {@link dev.freshet.maintenance.policy.Thresholds} that follow from a {@link
 * dev.freshet.maintenance.calibration.Calibration}, and {@link
 * dev.freshet.maintenance.calibration.StepHistory} keeps steps from taking more than their share of
 * the time, or failing in a loop.
 */
@NullMarked
package dev.freshet.maintenance.policy;

import org.jspecify.annotations.NullMarked;
