package dev.freshet.home.report;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.freshet.core.maintenance.RecallEstimate;
import dev.freshet.core.maintenance.RunResult;
import dev.freshet.home.content.ContentState;
import dev.freshet.home.content.DamagedContent;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What {@code status} says of maintenance. Figures of steps are of all processes of the home. In
 * JSON the fields of the worker, the recall, the table and the costs stand beside the others, not
 * below a name of their own.
 *
 * @param worker which process maintains, and what it is doing
 * @param accuracy how much the index finds
 * @param table the table as observed last
 * @param costs sums over all steps
 * @param steps by kind of step; one that never ran is not there
 * @param lastRuns newest first, at most ten
 * @param content how far the files of all tables were read again; null if a report does not say
 */
public record MaintenanceStatus(
    @JsonUnwrapped Worker worker,
    @JsonUnwrapped Accuracy accuracy,
    @JsonUnwrapped Observed table,
    @JsonUnwrapped Costs costs,
    Map<String, Step> steps,
    List<StepRun> lastRuns,
    @Nullable Content content) {

  /**
   * Which process maintains, and what it is doing.
   *
   * @param state {@code watching}, {@code working}, {@code waiting}, {@code stopped}, {@code
   *     ended}: its process did, and is started again, or {@code killed}: its process ended without
   *     saying so
   * @param pid of the process that maintains; null unless one does
   * @param updatedAt when this was said
   * @param doing the step under way, why it waits, or how its process ended; null otherwise
   */
  public record Worker(
      String state, @Nullable Long pid, Instant updatedAt, @Nullable String doing) {

    private static Worker of(MaintenanceReport report) {
      MaintenanceReport.State state = report.state();
      boolean live = report.live();
      boolean said =
          live
              || state == MaintenanceReport.State.STOPPED
              || state == MaintenanceReport.State.ENDED;
      return new Worker(
          said ? state.name().toLowerCase(Locale.ROOT) : "killed",
          live ? report.process().pid() : null,
          report.updatedAt(),
          said ? report.doing() : null);
    }
  }

  /**
   * How much the index finds.
   *
   * @param recall share of the true nearest neighbours that the index finds, from a sample; null
   *     while not measured
   * @param recallAt when it was measured; null while it was not
   */
  public record Accuracy(@Nullable Double recall, @Nullable Instant recallAt) {

    private static Accuracy of(@Nullable RecallEstimate recall) {
      return recall == null ? new Accuracy(null, null) : new Accuracy(recall.recall(), recall.at());
    }
  }

  /**
   * The table as observed last.
   *
   * @param versions versions of the table that exist; null while it was not looked at
   * @param tailFragments fragments no vector index covers; null while it was not looked at
   * @param deletedShare share of the stored rows that are deleted; null while it was not looked at
   * @param search how the vector index is searched; null without one, or while it was not looked at
   */
  public record Observed(
      @Nullable Long versions,
      @Nullable Integer tailFragments,
      @Nullable Double deletedShare,
      MaintenanceReport.@Nullable Search search) {

    private static Observed of(MaintenanceReport.@Nullable Table table) {
      return table == null
          ? new Observed(null, null, null, null)
          : new Observed(
              table.versions(), table.tailFragments(), table.deletedShare(), table.search());
    }
  }

  /**
   * Sums over all steps.
   *
   * @param leaseWaitMs time spent waiting for the lease
   * @param conflicts commits that lost to a writer
   * @param reclaimedBytes bytes given back to storage
   */
  public record Costs(long leaseWaitMs, long conflicts, long reclaimedBytes) {

    private static Costs of(Collection<MaintenanceReport.Step> steps) {
      List<StepTotals> totals = steps.stream().map(MaintenanceReport.Step::totals).toList();
      return new Costs(
          totals.stream().mapToLong(sum -> sum.leaseWait().toMillis()).sum(),
          totals.stream().mapToLong(StepTotals::conflicts).sum(),
          totals.stream().mapToLong(StepTotals::reclaimedBytes).sum());
    }
  }

  /**
   * A kind of step.
   *
   * @param runs how often it was run, by how that ended
   * @param time how long the runs took
   */
  public record Step(@JsonUnwrapped Runs runs, @JsonUnwrapped Time time) {

    static Step of(MaintenanceReport.Step step) {
      return new Step(Runs.of(step.totals()), Time.of(step));
    }

    /** Runs that did their step. */
    public long done() {
      return runs.done();
    }

    /** Runs within which their process ended. */
    public long abandoned() {
      return runs.abandoned();
    }

    /** Runs whose work was lost. */
    public long wasted() {
      return runs.conflict() + runs.failed() + runs.abandoned();
    }

    /** 95 of 100 of the newest runs that did it were at least as fast; null without one. */
    public @Nullable Double p95Ms() {
      return time.p95Ms();
    }
  }

  /**
   * How often a kind of step was run, by how that ended.
   *
   * @param done runs that did it
   * @param nothing runs that found the table changed, with nothing left to do
   * @param conflict runs whose work was thrown away, as a writer came first
   * @param failed runs that raised an error
   * @param abandoned runs within which their process ended
   */
  public record Runs(long done, long nothing, long conflict, long failed, long abandoned) {

    private static Runs of(StepTotals totals) {
      return new Runs(
          totals.runs(RunResult.DONE),
          totals.runs(RunResult.NOTHING),
          totals.runs(RunResult.CONFLICT),
          totals.runs(RunResult.FAILED),
          totals.runs(RunResult.ABANDONED));
    }
  }

  /**
   * How long the runs of a kind of step took.
   *
   * @param tookMs time all of them took
   * @param p50Ms half of the newest runs that did it were at least as fast; null without one
   * @param p95Ms 95 of 100 were; null without one
   */
  public record Time(long tookMs, @Nullable Double p50Ms, @Nullable Double p95Ms) {

    private static Time of(MaintenanceReport.Step step) {
      boolean timed = step.runtime().samples() > 0;
      return new Time(
          step.totals().took().toMillis(),
          timed ? step.runtime().p50Ms() : null,
          timed ? step.runtime().p95Ms() : null);
    }
  }

  /**
   * How far the files of all tables were read again and compared with their checksums.
   *
   * @param provenAt when every file had been read since the rotation before; null before the first
   *     rotation ended
   * @param readAt when some were read last
   * @param readBytes how much was read, in all rotations
   * @param damaged paths of files that were found damaged and are still part of their tables
   */
  public record Content(
      @Nullable Instant provenAt, Instant readAt, long readBytes, List<String> damaged) {

    public Content {
      damaged = List.copyOf(damaged);
    }

    private static @Nullable Content of(@Nullable ContentState state) {
      return state == null
          ? null
          : new Content(
              state.provenAt(),
              state.pace().readAt(),
              state.pace().readBytes(),
              state.damaged().stream().map(DamagedContent::file).toList());
    }
  }

  /** What a report says. */
  public static MaintenanceStatus of(MaintenanceReport report) {
    Map<String, Step> steps = new TreeMap<>();
    report.steps().forEach((kind, step) -> steps.put(kind.label(), Step.of(step)));
    return new MaintenanceStatus(
        Worker.of(report),
        Accuracy.of(report.recall()),
        Observed.of(report.table()),
        Costs.of(report.steps().values()),
        steps,
        report.newestRuns().stream().map(StepRun::of).toList(),
        Content.of(report.content()));
  }

  /** What the process is doing; {@link Worker} lists the values. */
  public String state() {
    return worker.state();
  }

  /** The process that maintains; null unless one does. */
  public @Nullable Long pid() {
    return worker.pid();
  }

  /** When the process reported. */
  public Instant updatedAt() {
    return worker.updatedAt();
  }

  /** The step under way, why it waits, or how its process ended; null otherwise. */
  public @Nullable String doing() {
    return worker.doing();
  }

  /** Share of the true nearest neighbours that the index finds; null while not measured. */
  public @Nullable Double recall() {
    return accuracy.recall();
  }

  /** When the recall was measured; null while it was not. */
  public @Nullable Instant recallAt() {
    return accuracy.recallAt();
  }

  /** How the vector index is searched; null without one, or while it was not looked at. */
  public MaintenanceReport.@Nullable Search search() {
    return table.search();
  }

  /** Time spent waiting for the lease. */
  public long leaseWaitMs() {
    return costs.leaseWaitMs();
  }

  /** Commits that lost to a writer. */
  public long conflicts() {
    return costs.conflicts();
  }

  /** Bytes given back to storage. */
  public long reclaimedBytes() {
    return costs.reclaimedBytes();
  }
}
