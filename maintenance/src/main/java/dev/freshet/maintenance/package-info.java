/**
 * Maintenance of the vector table beside a running pipeline: {@link
 * dev.freshet.maintenance.MaintenanceLoop} observes, has {@link
 * dev.freshet.maintenance.policy.MaintenancePolicy} decide, runs the plan whole and begins anew.
 * What it learns, and which step it is about to take, is in {@link
 * dev.freshet.maintenance.MaintenanceMemory}, so that a process that was killed is followed by one
 * that knows; what it did is in the Delta table {@link dev.freshet.maintenance.RunTable} and in
 * {@link dev.freshet.home.report.MaintenanceReport}.
 *
 * <p>Needs neither Spark nor any type of a vector store.
 */
@NullMarked
package dev.freshet.maintenance;

import org.jspecify.annotations.NullMarked;
