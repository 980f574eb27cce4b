package dev.freshet.demo.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.javaparser.StaticJavaParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocTextTest {

  private static String body(String javadoc) {
    return DocText.of(StaticJavaParser.parseJavadoc(javadoc)).body();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Uses {@code List<String> & more}.| Uses List<String> & more.",
        "See {@link Files#copy(File, File)}.| See Files.copy(File, File).",
        "See {@link #copy(File, File) the copier}.| See the copier.",
        "See {@linkplain #copy}.| See copy.",
        "A <b>bold</b> &lt;tag&gt; &amp;lt; &#64;x &#x41;.| A bold <tag> &lt; @x A.",
        "Is 1 < 2 and 3 > 2?| Is 1 < 2 and 3 > 2?",
        "Kept: &unknown; and &#99999999999;| Kept: &unknown; and &#99999999999;",
      })
  void inlineTagsAndMarkupBecomeReadableText(String javadoc, String text) {
    assertThat(body(javadoc)).isEqualTo(text);
  }

  @Test
  void paragraphsAndListItemsAreLinesAndLineBreaksAreNot() {
    assertThat(body("First\nsentence.\n<p>\nSecond.\n<ul><li>one</li>\n<li>two</li></ul>"))
        .isEqualTo("First sentence.\nSecond.\none\ntwo");
  }

  @Test
  void aCommentThatOnlyInheritsSaysNothing() {
    assertThat(body("{@inheritDoc}\n@since 2.0")).isEmpty();
  }
}
