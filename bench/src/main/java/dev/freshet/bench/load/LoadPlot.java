package dev.freshet.bench.load;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;

/**
 * Latency over throughput of the closed loops: a chart per size and state, a line per contender.
 */
final class LoadPlot {

  private static final int WIDTH = 700;
  private static final int HEIGHT = 360;
  private static final int COLUMNS = 2;

  private LoadPlot() {}

  static void write(List<ContenderReport> reports, Path file) throws IOException {
    List<XYChart> charts = new ArrayList<>();
    for (int rows : reports.stream().map(ContenderReport::rows).distinct().toList()) {
      List<ContenderReport> ofSize = reports.stream().filter(each -> each.rows() == rows).toList();
      charts.add(chart(rows, "at rest", ofSize, report -> report.rest().stages()));
      charts.add(chart(rows, "while rows stream in", ofSize, report -> report.live().stages()));
    }
    Files.createDirectories(file.getParent());
    BitmapEncoder.saveBitmap(
        charts, charts.size() / COLUMNS, COLUMNS, file.toString(), BitmapEncoder.BitmapFormat.PNG);
  }

  private static XYChart chart(
      int rows,
      String state,
      List<ContenderReport> reports,
      Function<ContenderReport, List<Stage.Figures>> stages) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(String.format(Locale.ROOT, "%,d rows, %s", rows, state))
            .xAxisTitle("searches a second, a mark per number of clients")
            .yAxisTitle("p95, ms")
            .build();
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE);
    chart.getStyler().setYAxisLogarithmic(true);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Line);
    for (ContenderReport report : reports) {
      List<Stage.Figures> closed =
          stages.apply(report).stream().filter(each -> !each.stage().isOpen()).toList();
      chart.addSeries(
          report.contender(),
          closed.stream().mapToDouble(Stage.Figures::perSecond).toArray(),
          closed.stream().mapToDouble(each -> each.latency().p95Ms()).toArray());
    }
    return chart;
  }
}
