package dev.freshet.bench.rowids;

import dev.freshet.bench.Median;
import dev.freshet.bench.Scenario;
import dev.freshet.bench.rowids.TrialProcess.Outcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Row ids {stable, address} × updates {by hand, {@code mergeInsert}}: which indexes answer wrongly
 * after which steps, and what the steps cost. See ADR 0029.
 */
public final class RowIdsScenario implements Scenario {

  @Override
  public Object measure(Path root) throws Exception {
    List<Outcome> outcomes = new ArrayList<>();
    for (Variant variant : Variant.values()) {
      Outcome soak = new TrialProcess(variant, Trial.Kind.SOAK).run();
      outcomes.add(soak);
      print(soak);
    }
    for (Variant variant : Variant.values()) {
      if (variant.extra() != Variant.Extra.ZONE_MAP) {
        Outcome costs = new TrialProcess(variant, Trial.Kind.COSTS).run();
        outcomes.add(costs);
        print(costs);
      }
    }
    return outcomes;
  }

  private static void print(Outcome outcome) {
    TrialReport report = outcome.report();
    System.out.printf(
        Locale.ROOT,
        "%s, %s: %s, %d problems, %.0f s%n",
        outcome.variant().title(),
        outcome.kind().name().toLowerCase(Locale.ROOT),
        outcome.end(),
        report.problemCount(),
        outcome.seconds());
    report
        .problems()
        .forEach(
            (kind, count) ->
                System.out.printf(
                    Locale.ROOT,
                    "    %,7d  %s (first: %s)%n",
                    count,
                    kind,
                    report.firstSeen().get(kind)));
    report.figures().forEach(RowIdsScenario::printFigure);
    report.millis().forEach(RowIdsScenario::printDurations);
  }

  private static void printFigure(String name, double value) {
    System.out.printf(Locale.ROOT, "    %s %.4f%n", name, value);
  }

  private static void printDurations(String name, List<Double> millis) {
    System.out.printf(
        Locale.ROOT,
        "    %s: median %,.1f ms, total %,.0f ms (%d)%n",
        name,
        Median.of(millis),
        millis.stream().mapToDouble(Double::doubleValue).sum(),
        millis.size());
  }
}
