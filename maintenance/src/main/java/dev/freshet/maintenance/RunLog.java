package dev.freshet.maintenance;

import dev.freshet.core.maintenance.MaintenanceRun;
import dev.freshet.core.maintenance.StepKind;
import dev.freshet.home.report.StepTotals;
import dev.freshet.maintenance.calibration.StepHistory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The runs that are remembered: those that are not in the run table yet, and the newest of each
 * kind, from which the policy decides. Immutable.
 *
 * @param newest number of the newest run, 0 before the first; numbers never fall
 * @param recorded number of the newest run that is in the run table
 * @param kept oldest first
 * @param totals sums over all runs ever, by kind; a kind that never ran is not there
 */
record RunLog(long newest, long recorded, List<Numbered> kept, Map<StepKind, StepTotals> totals) {

  /** As many as {@link StepHistory} looks at. */
  private static final int KEPT_OF_A_KIND = 32;

  /** So many runs wait for a run table that cannot be written; older ones are dropped. */
  private static final int UNRECORDED_MAX = 1_000;

  RunLog {
    kept = List.copyOf(kept);
    totals = Map.copyOf(totals);
  }

  /**
   * A run and its place in the order of all of them.
   *
   * @param number from 1
   * @param run what it was
   */
  record Numbered(long number, MaintenanceRun run) {}

  /** A log without runs, whose numbers continue those of the run table. */
  static RunLog after(long recorded) {
    return new RunLog(recorded, recorded, List.of(), Map.of());
  }

  RunLog with(MaintenanceRun run) {
    List<Numbered> all = new ArrayList<>(kept);
    all.add(new Numbered(newest + 1, run));
    Map<StepKind, StepTotals> sums = new EnumMap<>(StepKind.class);
    sums.putAll(totals);
    sums.put(run.step().kind(), of(run.step().kind()).with(run));
    return new RunLog(newest + 1, recorded, all, sums).trimmed();
  }

  RunLog recordedThrough(long number) {
    return new RunLog(newest, Math.max(recorded, number), kept, totals).trimmed();
  }

  private RunLog trimmed() {
    Map<StepKind, Integer> ofKind = new EnumMap<>(StepKind.class);
    List<Numbered> newestFirst = new ArrayList<>(kept);
    Collections.reverse(newestFirst);
    List<Numbered> needed = new ArrayList<>();
    for (Numbered each : newestFirst) {
      boolean young = ofKind.merge(each.run().step().kind(), 1, Integer::sum) <= KEPT_OF_A_KIND;
      boolean waits = each.number() > recorded && each.number() > newest - UNRECORDED_MAX;
      if (young || waits) {
        needed.add(each);
      }
    }
    Collections.reverse(needed);
    return new RunLog(newest, recorded, needed, totals);
  }

  /** The history from which the policy decides. */
  StepHistory history() {
    return StepHistory.of(kept.stream().map(Numbered::run).toList());
  }

  /** Runs that are not in the run table yet, oldest first. */
  List<Numbered> unrecorded() {
    return kept.stream().filter(each -> each.number() > recorded).toList();
  }

  /** The newest runs, newest first. */
  List<MaintenanceRun> newest(int limit) {
    return kept.stream()
        .skip(Math.max(0, kept.size() - limit))
        .map(Numbered::run)
        .sorted(Collections.reverseOrder((a, b) -> a.started().compareTo(b.started())))
        .toList();
  }

  StepTotals of(StepKind kind) {
    return totals.getOrDefault(kind, StepTotals.NONE);
  }
}
