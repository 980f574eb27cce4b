/**
 * The vocabulary of maintenance: the {@link dev.freshet.core.maintenance.TableShape} that was
 * observed, the {@link dev.freshet.core.maintenance.MaintenanceStep steps} that improve it, and the
 * {@link dev.freshet.core.maintenance.MaintenanceRun} that records how one ended. {@link
 * dev.freshet.core.maintenance.TableMaintainer} is the interface that a vector store implements.
 *
 * <p>Nothing here touches storage. Which step is due is decided in the module {@code maintenance};
 * only {@link dev.freshet.core.maintenance.SearchTuning} decides here, because a store needs it
 * within a step.
 */
@NullMarked
package dev.freshet.core.maintenance;

import org.jspecify.annotations.NullMarked;
