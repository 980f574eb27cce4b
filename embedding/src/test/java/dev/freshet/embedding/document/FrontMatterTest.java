package dev.freshet.embedding.document;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrontMatterTest {
  private static final String BODY = "\nPrime it first.\n\n### Start\n\nTurn the key.\n";

  /** What Obsidian, Hugo, Jekyll and others write. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "---\ntitle: Pump\n---\n",
        "---\r\ntitle: Pump\r\n---\r\n",
        "\uFEFF---\ntitle: Pump\n---\n",
        "---  \n# by hand\ntitle: Pump\n\ntags: [water, garden]\n...\n",
        "---\ntitle: Pump\ndate created: Sunday, December 1st 2024, 10:00:00 am\n---\n",
        "---\n\"title\": Pump\n'draft': false\n---\n",
        "---\nÜberschrift: Pumpe\n---\n",
        "---\nog/image: pump.png\n---\n",
        "---\ntitle: Pump\nsummary: A pump that\nmust be primed\ntags:\n- water\n---\n",
        "---\ntitle: Pump\nsummary: >\n  A pump: with\n\n  an empty line\n---\n",
        "---\ntitle: Pump: the manual\nother: 'open\n---\n",
        "---\n{title: Pump, draft: false}\n---\n",
        "---\na: &a [1]\nb: [*a, *a]\n? c\n: d\n---\n",
        "+++\ntitle = \"Pump\"\ndate = 2024-12-01\n[params]\n  a.b = 1\n+++\n",
        "{\n  \"title\": \"Pump\",\n  \"tags\": [\"water\", {\"a\": \"}\"}]\n}\n",
        "{\"title\": \"Pump\"}\n"
      })
  void settingsAreTextInFrontOfTheFirstHeading(String settings) {
    var sections = MarkdownReader.sections(settings + BODY);

    assertThat(sections).hasSize(2);
    assertThat(sections.get(0).title()).isEmpty();
    assertThat(sections.get(0).blocks()).hasSize(2).first().isInstanceOf(Block.Code.class);
    assertThat(sections.get(1).title()).isEqualTo("Start");
    assertThat(sections.get(1).parent()).isEqualTo(Section.NONE);
  }

  @Test
  void longSettingsAreNoHeading() {
    String settings = "---\ntitle: Pump\ndescription: " + "word ".repeat(20_000) + "\n---\n";

    assertThat(MarkdownReader.sections(settings + BODY)).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "---\ntext without a name\n---\nmore",
        "---\ntitle: never closed\n\nmore",
        "---\n\n---\nmore",
        "---\nNote: one\n\nTwo paragraphs of prose.\n---\nmore",
        "+++\nprose\n+++\nmore",
        "{% raw %}\nmore",
        "{\"a\": 1} more",
        "{\"a\": 1\nmore",
        "{}\nmore",
        "{: .note}\nmore"
      })
  void otherTextIsNoFrontMatter(String document) {
    assertThat(FrontMatter.of(document).end()).isZero();
    assertThat(String.join("\n", Outlines.lines(MarkdownReader.sections(document))))
        .contains("more");
  }
}
