package dev.freshet.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.cli.Reports;
import dev.freshet.home.report.FreshnessTerm;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class FreshnessPictureTest {

  /** Half of each time is embedding, the other half the commit. */
  @Test
  void widthsOfTheTermsAddUpToTheBarOfTheirPercentile() throws Exception {
    String svg =
        new FreshnessPicture("5m", Objects.requireNonNull(Reports.freshness(300, 600, 900).terms()))
            .svg();

    NodeList rects =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)))
            .getElementsByTagName("rect");
    List<Double> widths = new ArrayList<>();
    for (int i = 1; i <= 2 * FreshnessTerm.values().length; i++) {
      widths.add(Double.parseDouble(((Element) rects.item(i)).getAttribute("width")));
    }
    assertThat(widths.subList(0, 7)).containsExactly(0.0, 0.0, 0.0, 0.0, 0.0, 145.0, 145.0);
    assertThat(widths.subList(7, 14).stream().mapToDouble(Double::doubleValue).sum())
        .isCloseTo(580, within(0.1));
    assertThat(svg).contains("embedding: p50 150 ms, p95 300 ms", "the last 5m");
  }
}
