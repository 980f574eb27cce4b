package dev.freshet.bench.ingest;

import dev.freshet.home.report.FreshnessTerm;
import dev.freshet.home.report.FreshnessTerms;
import dev.freshet.home.report.WindowFreshness;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.Styler;

/** The seven terms of freshness, one on the other: a bar for each percentile of each round. */
final class FreshnessPlot {

  private static final int WIDTH = 900;
  private static final int HEIGHT = 420;

  /** The colours of the dashboard, in the order of the terms. */
  private static final Color[] COLOURS = {
    new Color(0xc9d2cf),
    new Color(0x98a5a1),
    new Color(0xd9a441),
    new Color(0xb3722f),
    new Color(0x4aa7c4),
    new Color(0x0f8a6a),
    new Color(0x2b5d8c)
  };

  private FreshnessPlot() {}

  /** Writes a PNG. */
  static void write(List<WindowFreshness> rounds, Path file) throws IOException {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title("landed to queryable by its terms, milliseconds")
            .build();
    chart.getStyler().setStacked(true);
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setSeriesColors(COLOURS);
    List<String> bars = new ArrayList<>();
    List<FreshnessTerms> heights = new ArrayList<>();
    for (int round = 0; round < rounds.size(); round++) {
      WindowFreshness.Terms terms = Objects.requireNonNull(rounds.get(round).terms());
      String name = " of round " + (round + 1);
      bars.addAll(List.of("p50" + name, "p95" + name, "p99" + name));
      heights.addAll(List.of(terms.p50(), terms.p95(), terms.p99()));
    }
    for (FreshnessTerm term : FreshnessTerm.values()) {
      chart.addSeries(term.label(), bars, heights.stream().map(each -> each.millis(term)).toList());
    }
    Files.createDirectories(file.getParent());
    BitmapEncoder.saveBitmap(chart, file.toString(), BitmapEncoder.BitmapFormat.PNG);
  }
}
