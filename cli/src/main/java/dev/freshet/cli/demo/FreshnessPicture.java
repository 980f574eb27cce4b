package dev.freshet.cli.demo;

import dev.freshet.cli.answer.Text;
import dev.freshet.home.report.FreshnessTerm;
import dev.freshet.home.report.FreshnessTerms;
import dev.freshet.home.report.WindowFreshness;
import java.util.List;
import java.util.Locale;

/**
 * Freshness as a picture in SVG: a bar for the p50 and one for the p95, each of the seven terms, in
 * the colours of the dashboard.
 *
 * @param window of the figures
 * @param terms at the percentiles
 */
record FreshnessPicture(String window, WindowFreshness.Terms terms) {

  private static final int WIDTH = 760;
  private static final int LEFT = 50;
  private static final int BAR = 580;

  /** In the order of the terms. */
  private static final List<String> COLOURS =
      List.of("#c9d2cf", "#98a5a1", "#d9a441", "#b3722f", "#4aa7c4", "#0f8a6a", "#2b5d8c");

  String svg() {
    StringBuilder svg = new StringBuilder();
    svg.append(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"250\" font-family=\"sans-serif\" font-size=\"13\">%n"
            .formatted(WIDTH));
    svg.append("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
    text(svg, LEFT, 24, "landed to queryable, files of the last " + window);
    double most = Math.max(terms.p50().totalMillis(), terms.p95().totalMillis());
    bar(svg, "p50", terms.p50(), 40, most);
    bar(svg, "p95", terms.p95(), 76, most);
    int row = 0;
    for (FreshnessTerm term : FreshnessTerm.values()) {
      int y = 122 + 17 * row++;
      rect(svg, LEFT, y, 10, 10, term);
      text(
          svg,
          LEFT + 18,
          y + 10,
          "%s: p50 %s, p95 %s"
              .formatted(
                  term.label(),
                  Text.millis(terms.p50().millis(term)),
                  Text.millis(terms.p95().millis(term))));
    }
    return svg.append("</svg>\n").toString();
  }

  private static void bar(
      StringBuilder svg, String name, FreshnessTerms terms, int y, double most) {
    text(svg, 12, y + 17, name);
    double x = LEFT;
    for (FreshnessTerm term : FreshnessTerm.values()) {
      double width = most > 0 ? BAR * terms.millis(term) / most : 0;
      rect(svg, x, y, width, 24, term);
      x += width;
    }
    text(svg, x + 8, y + 17, Text.millis(terms.totalMillis()));
  }

  private static void rect(
      StringBuilder svg, double x, int y, double width, int height, FreshnessTerm term) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"><title>%s</title></rect>%n",
            x,
            y,
            width,
            height,
            COLOURS.get(term.ordinal()),
            term.label()));
  }

  private static void text(StringBuilder svg, double x, int y, String text) {
    svg.append(
        String.format(
            Locale.ROOT, "<text x=\"%.1f\" y=\"%d\" fill=\"#15211d\">%s</text>%n", x, y, text));
  }
}
