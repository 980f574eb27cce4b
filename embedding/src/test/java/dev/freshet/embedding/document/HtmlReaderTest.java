package dev.freshet.embedding.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlReaderTest {

  @Test
  void everyKindOfBlockIsReadAsAReaderSeesIt() {
    assertThat(lines(Outlines.resource("pump.html")))
        .containsExactly(
            "# Pump",
            "# Pump > Pump",
            "Prose: Runs day\u00A0and night, line ends in the source do not count.\\nA tag makes one.",
            "Prose: Café <b> 😀",
            "# Pump > Install",
            "Item: - Unpack it.",
            "Item: - Connect the inlet:",
            "Code: pump --connect inlet   # two  blanks\\n\\npump --check",
            "Prose: Then wait.",
            "Item: - nested step",
            "Item: - nested step two",
            "Item: - Switch it on.",
            "# Pump > Sizes",
            "Prose: All sizes",
            "Table: Model | Flow | Note\\nA1 | 10 | small quiet\\nB2 | 250 | loud large",
            "# Sizes > Layout",
            "Prose: A table that arranges the page.",
            "Prose: Second column",
            "Prose: Term",
            "Prose: Meaning",
            "Prose: A drawing Press One Two");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          <p>a<p>b</i></p></div>c                     | a b c
          <b>bold <i>both</b> italic</i> <unknown>x   | bold both italic x
          a < b && c > d &unknown; &#65; &euro;       | a < b && c > d &unknown; A €
          <table>loose<tr>text<td>cell</table>after   | loose text cell after
          <td>no table</td> <li>no list               | no table - no list
          <p title="a>b">attribute <p title='open     | attribute
          text <!-- never closed                      | text
          <ul><li>a<ul><li>b                          | - a - b
          <h1>one<h2>two                              | one two
          <pre>a<div>b</div><br>c                     | a b c
          <textarea><b>raw</b></textarea>             | <b>raw</b>
          <select><option>a<option>b                  | a b
          x<sub>1</sub><span> y</span>z               | x1 yz
          <details><summary>a</summary>b</details>c   | a b c
          <my-card>a</my-card><my-card>b</my-card>    | a b
          <dl><dt>a<dd>b<dt>c<dd>d</dl>e              | a b c d e
          <ruby>漢<rp>(</rp><rt>kan</rt>字<rt>ji</ruby>は | 漢字 (kanji) は
          <ruby>New York<rt>NY</ruby> is              | New York (NY) is
          a<wbr>b&shy;c<dialog>no</dialog>            | ab­c
          <dialog open>a</dialog>b<search>c</search>d | a b c d
          <template>no</template>a<noscript>no        | a
          <progress>5%</progress>a<meter>6</meter>b   | 5% a 6 b
          """)
  void malformedPageIsReadAsABrowserWould(String html, String text) {
    assertThat(HtmlReader.sections(html).stream().flatMap(HtmlReaderTest::texts).toList())
        .satisfies(
            texts ->
                assertThat(String.join(" ", texts).replaceAll("\\s+", " ").strip())
                    .isEqualTo(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " \n",
        "<p></p><br>",
        "<script>x</script>",
        "<h1> </h1>",
        "<table><tr><td></table>",
        "<!-- x -->",
        "<p>\u200B\0",
        "<nav>Home</nav>",
        "<pre>\n\n</pre>"
      })
  void pageWithoutAVisibleCharacterHasNoSections(String html) {
    assertThat(HtmlReader.sections(html)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<div>",
        "<b>",
        "<ul><li>",
        "<table><tr><td>",
        "<blockquote>",
        "<span>",
        "<pre>",
        "<h1>",
        "<a><p>",
        "<font>",
        "<x>",
        "<dl><dd>",
        "<svg>x</svg><p>"
      })
  void deepNestingKeepsTheText(String tags) {
    assertThat(String.join(" ", lines(tags.repeat(10_000) + "deep"))).contains("deep");
  }

  @Test
  void pageThatTheTreeBuilderOfTheParserCannotReadKeepsItsText() {
    String before = "<head><title>page</title></head><p>first<br>line<p>second";
    String nested = "<template>" + "<div>".repeat(100) + "<svg>" + "<template>".repeat(200);

    assertThat(lines(before + nested)).isEqualTo(lines(before + "<template>"));
  }

  private static Stream<String> texts(Section section) {
    return Stream.concat(Stream.of(section.title()), section.blocks().stream().map(Block::text));
  }

  private static List<String> lines(String html) {
    return Outlines.lines(HtmlReader.sections(html));
  }
}
