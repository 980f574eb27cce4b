package dev.freshet.embedding.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.config.value.DocumentFormat;
import dev.freshet.core.embed.Chunker;
import dev.freshet.embedding.model.MiniLm;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StructuredChunkerTest {

  @Test
  void everySectionIsAChunkThatBeginsWithTheHeadingsAboveIt() {
    assertThat(
            markdown(
                64,
                0,
                "before\n# Guide\nintro\n## Install\nsteps\n\n- one\n- two\n# Licence\nfree"))
        .containsExactly(
            "before",
            "Guide\n\nintro",
            "Guide > Install\n\nsteps\n\n- one\n- two",
            "Licence\n\nfree");
  }

  @Test
  void longSectionIsCutBetweenBlocksAndEveryPartHasTheHeadings() {
    String first = words("alpha", 10);
    String second = words("beta", 12);
    assertThat(markdown(24, 0, "# Top\n\n" + first + "\n\n" + second + "\n\n- " + words("c", 5)))
        .containsExactly("Top\n\n" + first, "Top\n\n" + second + "\n\n- " + words("c", 5));
  }

  @Test
  void codeWithEmptyLinesStaysWholeWhereItFits() {
    String code = "first line\n\nsecond line\n\nthird line";
    assertThat(markdown(16, 0, words("alpha", 12) + "\n\n```\n" + code + "\n```\n"))
        .containsExactly(words("alpha", 12), code);
  }

  @Test
  void paragraphLongerThanAChunkIsCutAtSentencesWhichOverlap() {
    String text =
        IntStream.range(0, 6)
            .mapToObj(i -> "Sentence number %d ends here.".formatted(i))
            .collect(Collectors.joining(" "));
    assertThat(markdown(23, 8, "# Top\n\n" + text))
        .containsExactly(
            "Top\n\nSentence number 0 ends here. Sentence number 1 ends here. Sentence number 2 ends here.",
            "Top\n\nSentence number 2 ends here. Sentence number 3 ends here. Sentence number 4 ends here.",
            "Top\n\nSentence number 4 ends here. Sentence number 5 ends here.");
  }

  @Test
  void nothingOfOneSectionOverlapsIntoTheNext() {
    assertThat(markdown(24, 12, "# One\n\nShort text here.\n\n# Two\n\nOther text there."))
        .containsExactly("One\n\nShort text here.", "Two\n\nOther text there.");
  }

  @Test
  void tableTooLongForAChunkRepeatsItsHeader() {
    String rows =
        IntStream.range(0, 6).mapToObj("| row%d | ok |\n"::formatted).collect(Collectors.joining());
    List<String> chunks =
        markdown(24, 8, "# Top\n\nbefore\n\n| Name | State |\n|--|--|\n" + rows + "\nafter");
    assertThat(chunks)
        .containsExactly(
            "Top\n\nbefore",
            "Top\n\nName | State\nrow0 | ok\nrow1 | ok\nrow2 | ok\nrow3 | ok",
            "Top\n\nName | State\nrow4 | ok\nrow5 | ok",
            "Top\n\nafter");
  }

  @Test
  void headerAsLongAsAChunkIsNotRepeated() {
    String header = words("name", 14);
    assertThat(markdown(20, 0, "| " + header + " | b |\n|--|--|\n| x | y |\n| v | w |"))
        .containsExactly(header + " | b", "x | y\nv | w");
  }

  @Test
  void headingWithoutTextIsAChunkOnlyWhereNoOtherChunkShowsIt() {
    assertThat(markdown(64, 0, "# Guide\n## Install\ntext\n## Empty\n# Last\n## Deep\n"))
        .containsExactly("Guide > Install\n\ntext", "Guide > Empty", "Last > Deep");
  }

  @Test
  void outerHeadingsAreLeftOutOfAPathThatIsTooLong() {
    // A quarter of 30 tokens is room for seven.
    assertThat(markdown(32, 0, "# one two three four\n## five six\n### seven eight\ntext"))
        .containsExactly("one two three four", "five six > seven eight\n\ntext");
  }

  @Test
  void headingTooLongForAPathIsTextOfItsSection() {
    String heading = words("long", 12);
    assertThat(markdown(24, 0, "# Top\n## " + heading + "\ntext\n### Below\nmore"))
        .containsExactly("Top\n\n" + heading + "\n\ntext", "Top > Below\n\nmore");
  }

  @Test
  void pageTitleEqualToTheFirstHeadingIsShownOnce() {
    assertThat(
            chunker(DocumentFormat.HTML, 64, 0)
                .split("<title>Pump</title><body><h1>Pump</h1><p>Runs.<h2>Sizes</h2>Big."))
        .containsExactly("Pump\n\nRuns.", "Pump > Sizes\n\nBig.");
  }

  @ParameterizedTest
  @EnumSource(DocumentFormat.class)
  void documentWithoutAVisibleCharacterHasNoChunks(DocumentFormat format) {
    for (String blank : List.of("", " ", "\n\t\r\n", "\0\0", "\u200B \u0001", "\u00A0", "\uD83D")) {
      assertThat(chunker(format, 32, 8).split(blank)).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(DocumentFormat.class)
  void onlyAHeadingIsOneChunk(DocumentFormat format) {
    String heading =
        switch (format) {
          case TEXT -> "Pump";
          case MARKDOWN -> "# Pump";
          case HTML, BINARY -> "<h1>Pump";
        };
    assertThat(chunker(format, 32, 8).split(heading)).containsExactly("Pump");
  }

  @Test
  void limitHoldsForACounterThatIsNotAdditive() {
    // Three tokens more for every text with an empty line in it.
    RecursiveChunker texts =
        new RecursiveChunker(
            text -> 2 + text.split("\\s+", -1).length + (text.contains("\n\n") ? 3 : 0), 16, 4);
    Chunker chunker = DocumentChunker.of(DocumentFormat.MARKDOWN, texts);
    assertThat(chunker.split("# Top\n\n" + words("word", 50) + "\n\n" + words("other", 9)))
        .hasSizeGreaterThan(4)
        .allMatch(chunk -> texts.limit().tokenCounter().applyAsInt(chunk) <= 16);
  }

  private static List<String> markdown(int maxTokens, int overlapTokens, String document) {
    return chunker(DocumentFormat.MARKDOWN, maxTokens, overlapTokens).split(document);
  }

  private static Chunker chunker(DocumentFormat format, int maxTokens, int overlapTokens) {
    return DocumentChunker.of(
        format, new RecursiveChunker(MiniLm::countTokens, maxTokens, overlapTokens));
  }

  private static String words(String word, int count) {
    return String.join(" ", Collections.nCopies(count, word));
  }
}
