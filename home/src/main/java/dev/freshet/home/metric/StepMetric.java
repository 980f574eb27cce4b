package dev.freshet.home.metric;

import dev.freshet.core.maintenance.RunResult;
import dev.freshet.home.report.MaintenanceReport.Step;
import java.util.function.ToDoubleFunction;

/** The metrics of maintenance steps over all processes of the home; tag {@code step}. */
@SuppressWarnings("ImmutableEnumChecker") // The functions hold nothing.
public enum StepMetric implements Metric {
  DONE(
      "runs.done",
      Kind.COUNTER,
      "runs",
      "Runs that did their step.",
      step -> runs(step, RunResult.DONE)),
  NOTHING(
      "runs.nothing",
      Kind.COUNTER,
      "runs",
      "Runs that found nothing left to do, as the table had changed.",
      step -> runs(step, RunResult.NOTHING)),
  CONFLICTED(
      "runs.conflict",
      Kind.COUNTER,
      "runs",
      "Runs whose work was thrown away, as a writer came first.",
      step -> runs(step, RunResult.CONFLICT)),
  FAILED(
      "runs.failed",
      Kind.COUNTER,
      "runs",
      "Runs that raised an error.",
      step -> runs(step, RunResult.FAILED)),
  ABANDONED(
      "runs.abandoned",
      Kind.COUNTER,
      "runs",
      "Runs during which the process ended without being asked to.",
      step -> runs(step, RunResult.ABANDONED)),
  TIME(
      "time",
      Kind.COUNTER,
      "seconds",
      "Time the runs took, waiting for the lease included.",
      step -> step.totals().took().toNanos() / 1e9),
  LEASE_WAIT(
      "lease.wait",
      Kind.COUNTER,
      "seconds",
      "Time of it spent waiting for the lease.",
      step -> step.totals().leaseWait().toNanos() / 1e9),
  CONFLICTS(
      "conflicts",
      Kind.COUNTER,
      "conflicts",
      "Commits that lost to a writer, repeated ones included.",
      step -> step.totals().conflicts()),
  ROWS(
      "rows",
      Kind.COUNTER,
      "rows",
      "Rows written or indexed; versions removed for remove-versions.",
      step -> step.totals().rows()),
  RECLAIMED(
      "reclaimed",
      Kind.COUNTER,
      "bytes",
      "Bytes given back to storage.",
      step -> step.totals().reclaimedBytes()),
  RUNTIME(
      "runtime",
      Kind.GAUGE,
      "seconds",
      "p95 of the newest runs that did their step, at most 32.",
      step -> step.runtime().p95Ms() / 1e3);

  private static final String PREFIX = "freshet.optimize.";

  private final Description description;
  private final ToDoubleFunction<Step> value;

  StepMetric(String name, Kind kind, String unit, String doc, ToDoubleFunction<Step> value) {
    this.description = new Description(PREFIX + name, kind, unit, doc);
    this.value = value;
  }

  private static double runs(Step step, RunResult result) {
    return step.totals().runs(result);
  }

  @Override
  public Description description() {
    return description;
  }

  /** Its value in the figures of a kind of step. */
  double of(Step step) {
    return value.applyAsDouble(step);
  }
}
