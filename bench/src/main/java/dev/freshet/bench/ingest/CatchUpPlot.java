package dev.freshet.bench.ingest;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** What was seen over time, one under the other, a line per way to drain. */
final class CatchUpPlot {

  private static final int WIDTH = 900;
  private static final int HEIGHT = 230;

  private CatchUpPlot() {}

  static void write(Map<String, CatchUpScenario.Drain> drains, Path file) throws IOException {
    List<XYChart> charts =
        List.of(
            chart("rows of a batch", drains, CatchUpPlot::batches, true),
            chart("records a search finds", drains, CatchUpPlot::searchable, false),
            chart("heap after collection, MB", drains, drain -> points(drain.heap()), false),
            chart("freshness of what landed at that time, s", drains, CatchUpPlot::later, true));
    Files.createDirectories(file.getParent());
    BitmapEncoder.saveBitmap(
        new ArrayList<>(charts), charts.size(), 1, file.toString(), BitmapEncoder.BitmapFormat.PNG);
  }

  private static XYChart chart(
      String what,
      Map<String, CatchUpScenario.Drain> drains,
      Function<CatchUpScenario.Drain, double[][]> points,
      boolean logarithmic) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(what)
            .xAxisTitle("seconds since the start")
            .build();
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE);
    chart.getStyler().setChartTitleVisible(true);
    chart.getStyler().setYAxisLogarithmic(logarithmic);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Line);
    drains.forEach(
        (name, drain) -> {
          double[][] line = points.apply(drain);
          if (line[0].length > 0) {
            chart
                .addSeries(name, line[0], line[1])
                .setMarker(logarithmic ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
          }
        });
    return chart;
  }

  private static double[][] batches(CatchUpScenario.Drain drain) {
    return new double[][] {
      drain.batches().stream().mapToDouble(CatchUpScenario.Batch::seconds).toArray(),
      drain.batches().stream().mapToDouble(CatchUpScenario.Batch::rows).toArray()
    };
  }

  private static double[][] searchable(CatchUpScenario.Drain drain) {
    return new double[][] {
      drain.sights().stream().mapToDouble(CatchUpScenario.Sight::seconds).toArray(),
      drain.sights().stream().mapToDouble(CatchUpScenario.Sight::searchable).toArray()
    };
  }

  private static double[][] later(CatchUpScenario.Drain drain) {
    return new double[][] {
      drain.later().stream().mapToDouble(CatchUpScenario.Later::landedSeconds).toArray(),
      drain.later().stream().mapToDouble(CatchUpScenario.Later::freshnessSeconds).toArray()
    };
  }

  private static double[][] points(Map<Double, Long> values) {
    return new double[][] {
      values.keySet().stream().mapToDouble(Double::doubleValue).toArray(),
      values.values().stream().mapToDouble(Long::doubleValue).toArray()
    };
  }
}
