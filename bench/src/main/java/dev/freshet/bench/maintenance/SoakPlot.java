package dev.freshet.bench.maintenance;

import dev.freshet.bench.rig.TimePlot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Searches and table over time, a line per way of care. */
final class SoakPlot {

  private SoakPlot() {}

  static void write(Map<String, SoakScenario.Soak> soaks, Path file) throws IOException {
    TimePlot charts = new TimePlot();
    charts.add(
        "p99 of a search, ms",
        TimePlot.lines(
            soaks,
            soak -> soak.course().bins(),
            SoakScenario.Bin::seconds,
            bin -> bin.searches().p99Ms()),
        false);
    charts.add(
        "fragments",
        TimePlot.lines(
            soaks, soak -> soak.course().sights(), Load.Sight::seconds, Load.Sight::fragments),
        false);
    charts.add(
        "rows no index covers",
        TimePlot.lines(
            soaks, soak -> soak.course().sights(), Load.Sight::seconds, Load.Sight::tailRows),
        false);
    charts.add(
        "recall of the first ten",
        TimePlot.lines(
            soaks, soak -> soak.course().checks(), Load.Check::seconds, Load.Check::recall),
        false);
    charts.write(file);
  }
}
