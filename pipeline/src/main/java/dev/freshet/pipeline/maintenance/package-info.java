/**
 * Maintenance of the vector table beside a running pipeline: {@link
 * dev.freshet.pipeline.maintenance.MaintenanceLoop} observes, has {@link
 * dev.freshet.core.maintenance.policy.MaintenancePolicy} decide, runs the plan whole and begins
 * anew. What it learns, and which step it is about to take, is in {@link
 * dev.freshet.pipeline.maintenance.MaintenanceMemory}, so that a process that was killed is
 * followed by one that knows; what it did is in the Delta table {@link
 * dev.freshet.pipeline.maintenance.RunTable} and in {@link
 * dev.freshet.pipeline.maintenance.MaintenanceReport}.
 *
 * <p>Needs neither Spark nor any type of a vector store.
 */
@NullMarked
package dev.freshet.pipeline.maintenance;

import org.jspecify.annotations.NullMarked;
