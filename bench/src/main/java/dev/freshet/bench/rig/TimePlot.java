package dev.freshet.bench.rig;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Charts over the seconds since a start, one under the other, in one picture. Not thread-safe. */
public final class TimePlot {

  private static final int WIDTH = 900;
  private static final int HEIGHT = 230;

  private final List<XYChart> charts = new ArrayList<>();

  /**
   * One line of a chart.
   *
   * @param name as in the legend
   * @param seconds ascending
   * @param values one per second
   */
  public record Line(String name, double[] seconds, double[] values) {}

  /**
   * Adds a chart below the others.
   *
   * @param logarithmic scale of the values, which are then marked one by one
   */
  public void add(String title, List<Line> lines, boolean logarithmic) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle("seconds since the start")
            .build();
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE);
    chart.getStyler().setChartTitleVisible(true);
    chart.getStyler().setYAxisLogarithmic(logarithmic);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Line);
    for (Line line : lines) {
      if (line.seconds().length > 0) {
        chart
            .addSeries(line.name(), line.seconds(), line.values())
            .setMarker(logarithmic ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
      }
    }
    charts.add(chart);
  }

  /** A line per run: what {@code points} finds in it. */
  public static <R, T> List<Line> lines(
      Map<String, R> runs,
      Function<R, Collection<T>> points,
      ToDoubleFunction<T> seconds,
      ToDoubleFunction<T> values) {
    List<Line> lines = new ArrayList<>();
    runs.forEach(
        (name, run) ->
            lines.add(
                new Line(
                    name,
                    points.apply(run).stream().mapToDouble(seconds).toArray(),
                    points.apply(run).stream().mapToDouble(values).toArray())));
    return lines;
  }

  /** Writes a PNG. */
  public void write(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    BitmapEncoder.saveBitmap(
        new ArrayList<>(charts), charts.size(), 1, file.toString(), BitmapEncoder.BitmapFormat.PNG);
  }
}
