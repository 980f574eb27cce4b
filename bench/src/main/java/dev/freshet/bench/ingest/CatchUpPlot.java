package dev.freshet.bench.ingest;

import dev.freshet.bench.rig.TimePlot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** What was seen over time, a line per way to drain. */
final class CatchUpPlot {

  private CatchUpPlot() {}

  static void write(Map<String, CatchUpScenario.Drain> drains, Path file) throws IOException {
    TimePlot charts = new TimePlot();
    charts.add(
        "rows of a batch",
        TimePlot.lines(
            drains,
            CatchUpScenario.Drain::batches,
            CatchUpScenario.Batch::seconds,
            CatchUpScenario.Batch::rows),
        true);
    charts.add(
        "records a search finds",
        TimePlot.lines(
            drains,
            CatchUpScenario.Drain::sights,
            CatchUpScenario.Sight::seconds,
            CatchUpScenario.Sight::searchable),
        false);
    charts.add(
        "heap after collection, MB",
        TimePlot.lines(
            drains, drain -> drain.heap().entrySet(), Map.Entry::getKey, Map.Entry::getValue),
        false);
    charts.add(
        "freshness of what landed at that time, s",
        TimePlot.lines(
            drains,
            CatchUpScenario.Drain::later,
            CatchUpScenario.Later::landedSeconds,
            CatchUpScenario.Later::freshnessSeconds),
        true);
    charts.write(file);
  }
}
