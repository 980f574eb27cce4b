package dev.freshet.home.report;

import dev.freshet.core.maintenance.MaintenanceRun;
import dev.freshet.core.maintenance.RunResult;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * Sums over all runs of one kind of step since the home was created, by any process. Immutable.
 *
 * @param results runs by how they ended; every result is there
 * @param took time they took, waiting for the lease included
 * @param leaseWait time of it spent waiting for the lease
 * @param conflicts commits that lost to a writer
 * @param rows rows written or indexed, or versions removed
 * @param reclaimedBytes bytes given back to storage
 */
public record StepTotals(
    Map<RunResult, Long> results,
    Duration took,
    Duration leaseWait,
    long conflicts,
    long rows,
    long reclaimedBytes) {

  /** The sums before the first run. */
  public static final StepTotals NONE =
      new StepTotals(Map.of(), Duration.ZERO, Duration.ZERO, 0, 0, 0);

  public StepTotals {
    Map<RunResult, Long> all = new EnumMap<>(RunResult.class);
    for (RunResult result : RunResult.values()) {
      all.put(result, results.getOrDefault(result, 0L));
    }
    results = Collections.unmodifiableMap(all);
  }

  /** These sums and one more run. */
  public StepTotals with(MaintenanceRun run) {
    Map<RunResult, Long> counted = new EnumMap<>(results);
    counted.merge(run.result(), 1L, Long::sum);
    MaintenanceRun.Figures figures = run.figures();
    return new StepTotals(
        counted,
        took.plus(run.took()),
        leaseWait.plus(figures.leaseWait()),
        conflicts + figures.conflicts(),
        rows + figures.rows(),
        reclaimedBytes + figures.reclaimedBytes());
  }

  /** How many runs ended with this result. */
  public long runs(RunResult result) {
    return results.getOrDefault(result, 0L);
  }
}
