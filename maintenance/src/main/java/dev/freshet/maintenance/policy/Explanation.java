package dev.freshet.maintenance.policy;

import static dev.freshet.maintenance.policy.InWords.count;
import static dev.freshet.maintenance.policy.InWords.duration;
import static dev.freshet.maintenance.policy.InWords.millis;
import static dev.freshet.maintenance.policy.InWords.perSecond;
import static dev.freshet.maintenance.policy.InWords.percent;

import dev.freshet.core.maintenance.StepKind;
import dev.freshet.maintenance.calibration.Calibration;
import dev.freshet.maintenance.calibration.Figure;
import dev.freshet.maintenance.calibration.StepCost;
import dev.freshet.maintenance.calibration.WriteRate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Why maintenance does what it does, in lines for people: what was measured, the thresholds that
 * follow from it, and how often steps will be due.
 *
 * @param inputs growth of fragments, runtimes and search costs, each measured or a default
 * @param thresholds with the figures they follow from
 * @param cadence how often each step is due at the present write rate
 */
public record Explanation(List<String> inputs, List<Threshold> thresholds, List<String> cadence) {

  public Explanation {
    inputs = List.copyOf(inputs);
    thresholds = List.copyOf(thresholds);
    cadence = List.copyOf(cadence);
  }

  /** Explains what follows from a calibration. */
  public static Explanation of(Calibration calibration, MaintenanceTargets targets) {
    Thresholds thresholds = Thresholds.derive(calibration, targets);
    return new Explanation(
        inputs(calibration), thresholds.all(), cadence(calibration, targets, thresholds));
  }

  private static List<String> inputs(Calibration calibration) {
    List<String> lines = new ArrayList<>();
    WriteRate writes = calibration.writes();
    lines.add(
        writes.known()
            ? "writes: %s, %s new fragments an hour, seen over %s"
                .formatted(
                    perSecond(writes.rowsPerSecond()),
                    count(writes.fragmentsPerHour()),
                    duration(writes.observed()))
            : "writes: not observed yet");
    lines.add(figure("flat scan per 1,000 rows", calibration.flatScanMillis()));
    lines.add(figure("search by the index alone", calibration.indexSearchMillis()));
    lines.add(figure("each delta segment", calibration.segmentMillis()));
    lines.add(figure("each unindexed fragment", calibration.fragmentMillis()));
    Arrays.stream(StepKind.values())
        .map(kind -> runtime(kind, calibration.cost(kind)))
        .forEach(lines::add);
    return lines;
  }

  private static String figure(String name, Figure figure) {
    String origin = figure.measuredAt().map(at -> "measured " + at).orElse("default");
    return "%s: %s, %s".formatted(name, millis(figure.value()), origin);
  }

  private static String runtime(StepKind kind, StepCost cost) {
    String formula =
        "%s: %s and %s a row"
            .formatted(kind.label(), millis(cost.fixedMillis()), millis(cost.millisPerRow()));
    return cost.last().isPresent() && cost.p95().isPresent()
        ? "%s; last %s, p95 %s of %d runs"
            .formatted(
                formula, duration(cost.last().get()), duration(cost.p95().get()), cost.runs())
        : formula + ", default";
  }

  private static List<String> cadence(
      Calibration calibration, MaintenanceTargets targets, Thresholds thresholds) {
    WriteRate writes = calibration.writes();
    if (!writes.known()) {
      return List.of("follows once writes were observed");
    }
    if (writes.quiet()) {
      return List.of("the table is not written: nothing will be due for long");
    }
    StepCost extend = calibration.cost(StepKind.EXTEND_INDEX);
    long tail = thresholds.index().tailRows().count();
    double seconds = tail / writes.rowsPerSecond();
    String segments =
        "a delta segment every ~%s at %s, taking ~%s: %s of the time, at most %s"
            .formatted(
                duration(writes.timeFor(tail)),
                perSecond(writes.rowsPerSecond()),
                duration(extend.expected(tail)),
                percent(extend.expectedMillis(tail) / 1000 / seconds),
                percent(Pace.share(StepKind.EXTEND_INDEX, calibration, targets)));
    String merges =
        "a merge of delta segments every ~%s, an index rebuilt at most every %s"
            .formatted(
                duration(
                    writes.timeFor((double) tail * thresholds.index().deltaSegments().count())),
                duration(
                    Pace.rest(
                        StepKind.RETRAIN_INDEX,
                        calibration
                            .cost(StepKind.RETRAIN_INDEX)
                            .last()
                            .orElse(Pace.RETRAIN_PAUSE_MIN.dividedBy(1000)),
                        calibration,
                        targets)));
    return List.of(segments, merges);
  }
}
