package dev.freshet.embedding.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkdownReaderTest {

  @Test
  void everyKindOfBlockIsReadAsAReaderSeesIt() {
    assertThat(lines(Outlines.resource("pump.md")))
        .containsExactly(
            "Code: title: Pump manual\\ntags: [water, pump]",
            "Prose: A small manual. It has every kind of block, and links.",
            "# Pump",
            "Prose: Badge of the pump",
            "Prose: Runs day and night, line ends in the source do not count.\\nA backslash makes one.",
            "# Pump > Install",
            "Item: - Unpack it.",
            "Item: - Connect the inlet:",
            "Code: pump --connect inlet   # two  blanks\\n\\npump --check",
            "Prose: Then wait.",
            "Item: - nested step",
            "Item: - nested step two",
            "Item: - Switch it on.",
            "Prose: Never run it dry.",
            "# Pump > Sizes",
            "Table: Model | Flow | Note\\nA1 | 10 | small & quiet\\nB2 | 250 | loud",
            "Prose: More sizes",
            "Prose: Ask us.",
            "# Pump > Setext heading",
            "Code: indented code",
            "Prose: Text\\nbelow, a ~~tilde~~ and ref.",
            "# Setext heading > Empty",
            "# Licence");
  }

  @Test
  void headingBelongsToTheNearestHigherOneEvenIfLevelsAreSkipped() {
    assertThat(lines("### c\n# a\n#### d\n## b\n"))
        .containsExactly("# c", "# a", "# a > d", "# a > b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " \n\t\n", "#\n\n##  ", "\u200B\n\n# \u0001", "---\n\n***", "| |\n|-|"})
  void documentWithoutAVisibleCharacterHasNoSections(String document) {
    assertThat(MarkdownReader.sections(document)).isEmpty();
  }

  @Test
  void noWordIsGluedToAnotherOrLost() {
    assertThat(
            lines(
                """
                # Parts

                <details><summary>Shipping costs</summary>Free above ten crowns.</details>

                Or inline: <details><summary>Warranty</summary>Two years.</details>

                [Warning]: dangerous

                [Caution]: hot "when running"

                [^2]: Seldom.

                Used[^3] here, and [a link][ref].

                [^3]: In winter.

                [ref]: https://example.com/x "not shown"

                <table>

                <tr><td>Model</td><td>Flow</td></tr>

                </table>

                one<brand>two<br/>three<my-card>four</my-card><my-card>five</my-card>
                """))
        .containsExactly(
            "# Parts",
            "Prose: Shipping costs",
            "Prose: Free above ten crowns.",
            "Prose: Or inline: Warranty Two years.",
            "Prose: Warning: dangerous",
            "Prose: Caution: hot when running",
            "Prose: Seldom.",
            "Prose: Used here, and a link.",
            "Prose: In winter.",
            "Table: Model | Flow",
            "Prose: onetwo\\nthree four five");
  }

  @Test
  void deepNestingIsReadAsTextBeyondTheLimit() {
    for (String nested : List.of(">".repeat(10_000), "- ".repeat(10_000), "*_".repeat(10_000))) {
      assertThat(String.join("\n", lines(nested + "deep"))).contains("deep");
    }
  }

  @Test
  void longDocumentReadInSlicesGivesTheSameSections() {
    // Given
    String section =
        "# Chapter\n\nSome text.\n\n```\n# no heading\n\n"
            + "code\n".repeat(400)
            + "```\n\n- item\n";
    String document = section.repeat(200);

    // Then
    assertThat(document.length()).isGreaterThan(3 * MarkdownSlices.MOST);
    assertThat(lines(document))
        .hasSize(200 * 4)
        .isEqualTo(
            Collections.nCopies(200, lines(section)).stream().flatMap(List::stream).toList());
  }

  @Test
  void codeLongerThanASliceStaysCode() {
    // Given
    String code = "# a comment\n\n".repeat(40_000);

    // When
    List<Section> sections = MarkdownReader.sections("~~~~ sh\n" + code + "~~~~\n\n# Next\n");

    // Then
    assertThat(sections).hasSize(2);
    assertThat(sections.get(0).blocks())
        .hasSizeGreaterThan(1)
        .allMatch(block -> block instanceof Block.Code);
  }

  @Test
  void slicesTogetherAreTheDocumentAndEachIsBounded() {
    for (String unit : List.of("word ", "😀", "line\r\n", "\r", "para\n\n", "# h\n", "    x\n\n")) {
      String document = "x" + unit.repeat(600_000 / unit.length());
      StringBuilder joined = new StringBuilder();
      MarkdownSlices slices = new MarkdownSlices(document, 0);
      while (slices.hasNext()) {
        String slice = slices.next();
        assertThat(slice.length()).isBetween(1, MarkdownSlices.MOST);
        assertThat(Character.isLowSurrogate(slice.charAt(0))).isFalse();
        joined.append(slice);
      }
      assertThat(joined.toString().equals(document)).isTrue();
    }
  }

  private static List<String> lines(String document) {
    return Outlines.lines(MarkdownReader.sections(document));
  }
}
