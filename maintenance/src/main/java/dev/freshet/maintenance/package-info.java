/**
 * Maintenance of the vector table beside a running pipeline. {@link
 * dev.freshet.maintenance.VectorMaintenance} is the entry. {@link
 * dev.freshet.maintenance.MaintenanceLoop} repeats a {@link
 * dev.freshet.maintenance.MaintenancePass}, which observes the table, has {@link
 * dev.freshet.maintenance.policy.MaintenancePolicy} decide and runs the whole plan.
 *
 * <p>{@link dev.freshet.maintenance.MaintenanceMemory} stores what was learnt and which step is
 * under way, so that the process after a killed one knows both. The runs are recorded in the Delta
 * table of {@link dev.freshet.maintenance.RunTable}, and the newest state in {@link
 * dev.freshet.home.report.MaintenanceReport}.
 *
 * <p>Needs neither Spark nor any type of a vector store.
 */
@NullMarked
package dev.freshet.maintenance;

import org.jspecify.annotations.NullMarked;
