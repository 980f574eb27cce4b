package dev.freshet.maintenance.calibration;

import dev.freshet.core.GrowingPause;
import dev.freshet.core.maintenance.MaintenanceRun;
import dev.freshet.core.maintenance.MaintenanceStep;
import dev.freshet.core.maintenance.RunResult;
import dev.freshet.core.maintenance.StepKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How the steps ended so far: the newest runs of each kind, and how often a step failed in a row.
 * Immutable. A process builds it from the runs of the processes before.
 */
public final class StepHistory {

  private static final int RUNS_KEPT = 32;

  private static final Duration PAUSE_MAX = Duration.ofMinutes(30);

  private static final GrowingPause FAILURE_PAUSE =
      new GrowingPause(Duration.ofSeconds(10), PAUSE_MAX);

  /** Pauses after a step lost to a writer; shorter, since nothing is broken. */
  private static final GrowingPause CONFLICT_PAUSE =
      new GrowingPause(Duration.ofSeconds(2), PAUSE_MAX);

  /** When so many runs of a kind in a row were wasted, the whole kind pauses. */
  private static final int WASTED_IN_A_ROW = 4;

  /** How many failing steps are remembered; the oldest is forgotten first. */
  private static final int FAILING_KEPT = 256;

  private static final StepHistory EMPTY = new StepHistory(Map.of(), Map.of());

  private final Map<StepKind, List<MaintenanceRun>> runs;
  private final Map<Key, Failing> failing;

  private StepHistory(Map<StepKind, List<MaintenanceRun>> runs, Map<Key, Failing> failing) {
    this.runs = runs;
    this.failing = failing;
  }

  private record Key(StepKind kind, String subject) {

    static Key of(MaintenanceStep step) {
      return new Key(step.kind(), step.subject());
    }
  }

  private record Failing(int times, Instant since, Instant until) {}

  /** The history before the first run. */
  public static StepHistory empty() {
    return EMPTY;
  }

  /** The history of these runs, oldest first. */
  public static StepHistory of(Iterable<MaintenanceRun> runs) {
    StepHistory history = EMPTY;
    for (MaintenanceRun run : runs) {
      history = history.with(run);
    }
    return history;
  }

  /** This history and one more run. */
  public StepHistory with(MaintenanceRun run) {
    Map<StepKind, List<MaintenanceRun>> newRuns = new HashMap<>(runs);
    Deque<MaintenanceRun> kept = new ArrayDeque<>(runs(run.step().kind()));
    kept.addLast(run);
    if (kept.size() > RUNS_KEPT) {
      kept.removeFirst();
    }
    newRuns.put(run.step().kind(), List.copyOf(kept));
    return new StepHistory(newRuns, failingWith(run));
  }

  private Map<Key, Failing> failingWith(MaintenanceRun run) {
    Map<Key, Failing> next = new HashMap<>(failing);
    Key key = Key.of(run.step());
    if (!run.result().wasted()) {
      next.remove(key);
      return next;
    }
    int times = failures(run.step()) + 1;
    next.put(key, new Failing(times, run.ended(), run.ended().plus(pause(run.result(), times))));
    if (next.size() > FAILING_KEPT) {
      next.entrySet().stream()
          .min(Map.Entry.comparingByValue((a, b) -> a.since().compareTo(b.since())))
          .map(Map.Entry::getKey)
          .ifPresent(next::remove);
    }
    return next;
  }

  private static Duration pause(RunResult result, int times) {
    return (result == RunResult.CONFLICT ? CONFLICT_PAUSE : FAILURE_PAUSE).after(times);
  }

  /** The newest runs of a kind, oldest first. */
  public List<MaintenanceRun> runs(StepKind kind) {
    return runs.getOrDefault(kind, List.of());
  }

  /** The newest run of a kind, however it ended. */
  public Optional<MaintenanceRun> last(StepKind kind) {
    List<MaintenanceRun> ofKind = runs(kind);
    return ofKind.isEmpty() ? Optional.empty() : Optional.of(ofKind.get(ofKind.size() - 1));
  }

  /** Whether the vector index was built, rebuilt or tuned after {@code time}. */
  public boolean searchChangedAfter(Instant time) {
    return Stream.of(StepKind.BUILD_INDEX, StepKind.RETRAIN_INDEX, StepKind.TUNE_SEARCH)
        .flatMap(kind -> last(kind).stream())
        .anyMatch(run -> run.ended().isAfter(time));
  }

  /** How often this step was wasted since its last success. */
  public int failures(MaintenanceStep step) {
    Failing known = failing.get(Key.of(step));
    return known == null ? 0 : known.times();
  }

  /** Whether this step, or its whole kind, failed too recently to be tried again. */
  public boolean pauses(MaintenanceStep step, Instant now) {
    Failing known = failing.get(Key.of(step));
    return (known != null && now.isBefore(known.until())) || pausesKind(step.kind(), now);
  }

  private boolean pausesKind(StepKind kind, Instant now) {
    List<MaintenanceRun> ofKind = runs(kind);
    int wasted = 0;
    while (wasted < ofKind.size() && ofKind.get(ofKind.size() - 1 - wasted).result().wasted()) {
      wasted++;
    }
    if (wasted < WASTED_IN_A_ROW) {
      return false;
    }
    MaintenanceRun last = ofKind.get(ofKind.size() - 1);
    return now.isBefore(last.ended().plus(pause(last.result(), wasted - WASTED_IN_A_ROW + 1)));
  }

  /** Runtimes of the runs that were done, without their wait for the lease; oldest first. */
  List<StepCost.Sample> samples(StepKind kind) {
    List<StepCost.Sample> samples = new ArrayList<>();
    for (MaintenanceRun run : runs(kind)) {
      if (run.result() == RunResult.DONE) {
        samples.add(
            new StepCost.Sample(run.step().rows(), run.took().minus(run.figures().leaseWait())));
      }
    }
    return samples;
  }
}
