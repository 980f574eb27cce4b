/**
 * Maintenance without a vector store: {@link dev.freshet.testkit.maintenance.FakeMaintainedTable}
 * changes its shape as a real table does, and {@link
 * dev.freshet.testkit.maintenance.TableMaintainerContract} holds both to the same contract.
 */
@NullMarked
package dev.freshet.testkit.maintenance;

import org.jspecify.annotations.NullMarked;
