/**
 * What a vector table needs to stay fast, as words: the {@link
 * dev.freshet.core.maintenance.TableShape} that was observed, the {@link
 * dev.freshet.core.maintenance.MaintenanceStep steps} that mend it, and the {@link
 * dev.freshet.core.maintenance.MaintenanceRun} that tells what became of one. {@link
 * dev.freshet.core.maintenance.TableMaintainer} is what a vector store implements.
 *
 * <p>Which step is due is decided in {@link dev.freshet.core.maintenance.policy}; nothing here
 * decides and nothing here touches storage.
 */
@NullMarked
package dev.freshet.core.maintenance;

import org.jspecify.annotations.NullMarked;
