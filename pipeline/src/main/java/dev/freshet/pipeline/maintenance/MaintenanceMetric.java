package dev.freshet.pipeline.maintenance;

import dev.freshet.core.maintenance.RunResult;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/**
 * Meters of maintenance, read from {@link MaintenanceReport}, so that any process of the home can
 * publish them. Names are stable; Prometheus writes dots as underscores.
 */
public enum MaintenanceMetric {
  FRAGMENTS("freshet.table.fragments", "fragments", "Fragments of the vector table.", ofTable(MaintenanceReport.Table::fragments)),
  TAIL_ROWS("freshet.table.tail.rows", "rows", "Rows no vector index covers: every search scans them.", ofTable(MaintenanceReport.Table::tailRows)),
  TAIL_FRAGMENTS("freshet.table.tail.fragments", "fragments", "Fragments with such rows.", ofTable(MaintenanceReport.Table::tailFragments)),
  DELTA_SEGMENTS("freshet.table.delta.segments", "segments", "Segments of the vector index beside its base.", ofTable(MaintenanceReport.Table::deltaSegments)),
  VERSIONS("freshet.table.versions", "versions", "Versions of the vector table that can be read.", ofTable(MaintenanceReport.Table::versions)),
  DELETED_SHARE("freshet.table.deleted.share", "ratio", "Share of stored rows that are deleted, 0 to 1.", ofTable(MaintenanceReport.Table::deletedShare)),
  RECALL("freshet.search.recall", "ratio", "Share of the true nearest neighbours the index finds, from a sample, 0 to 1.", report -> report.recall() == null ? Double.NaN : Objects.requireNonNull(report.recall()).recall()),
  RUNS_DONE("freshet.optimize.runs.done", "runs", "Runs that did their step.", ofStep(step -> step.totals().runs(RunResult.DONE)), Kind.COUNTER),
  RUNS_NOTHING("freshet.optimize.runs.nothing", "runs", "Runs that found the table changed, with nothing left to do.", ofStep(step -> step.totals().runs(RunResult.NOTHING)), Kind.COUNTER),
  RUNS_WASTED("freshet.optimize.runs.wasted", "runs", "Runs that failed, lost to a writer, or that their process did not survive.", ofStep(step -> step.totals().wasted()), Kind.COUNTER),
  TIME("freshet.optimize.time", "seconds", "Time runs took, waiting for the lease included.", ofStep(step -> step.totals().took().toNanos() / 1e9), Kind.COUNTER),
  LEASE_WAIT("freshet.optimize.lease.wait", "seconds", "Time of it spent waiting for the lease.", ofStep(step -> step.totals().leaseWait().toNanos() / 1e9), Kind.COUNTER),
  CONFLICTS("freshet.optimize.conflicts", "conflicts", "Commits of maintenance that lost to a writer.", ofStep(step -> step.totals().conflicts()), Kind.COUNTER),
  RECLAIMED("freshet.optimize.reclaimed", "bytes", "Bytes given back to storage.", ofStep(step -> step.totals().reclaimedBytes()), Kind.COUNTER),
  RUNTIME("freshet.optimize.runtime", "seconds", "p95 of the newest runs that were done, at most 32.", ofStep(step -> step.runtime().p95Ms() / 1e3), Kind.GAUGE);
}
