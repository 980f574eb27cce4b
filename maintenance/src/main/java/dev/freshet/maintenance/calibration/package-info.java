/**
 * What maintenance knows of this host and table: {@link
 * dev.freshet.maintenance.calibration.Calibration} holds the costs of searches and steps and the
 * rate of writes, {@link dev.freshet.maintenance.calibration.StepHistory} the newest runs of every
 * step. Both start from defaults and learn from what was measured. Pure; {@link
 * dev.freshet.maintenance.policy.MaintenancePolicy} decides from them.
 */
@NullMarked
package dev.freshet.maintenance.calibration;

import org.jspecify.annotations.NullMarked;
