package dev.freshet.embedding.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.freshet.core.error.InvalidConfigException;
import dev.freshet.embedding.model.MiniLm;
import dev.freshet.testkit.embed.HashEmbedder;
import java.time.Duration;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecursiveChunkerTest {

  private static final boolean LONG = Boolean.getBoolean("freshet.test.long");

  @Test
  void shortDocumentIsOneChunkWithoutTheWhiteSpaceAroundIt() {
    assertThat(chunker(32, 8).split("  One line.\n\nAnother one.\n "))
        .containsExactly("One line.\n\nAnother one.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n\t\r\n", "\u00A0\u2003", "\0\0", "\u200B \u0001"})
  void documentWithoutAVisibleCharacterHasNoChunks(String document) {
    assertThat(chunker(32, 8).split(document)).isEmpty();
  }

  @Test
  void paragraphsStayWholeWhileTheyFit() {
    String first = words("alpha", 10);
    String second = words("beta", 12);
    String third = words("gamma", 6);
    assertThat(chunker(22, 0).split(first + "\n\n" + second + "\n\n" + third))
        .containsExactly(first, second + "\n\n" + third);
  }

  @Test
  void longParagraphIsCutAtLinesThenSentencesThenWords() {
    String line = words("line", 14);
    String sentence = "This is one sentence of nine words here.";
    assertThat(chunker(18, 0).split(line + "\n" + line)).containsExactly(line, line);
    assertThat(chunker(18, 0).split(sentence + " " + sentence)).containsExactly(sentence, sentence);
    assertThat(chunker(18, 0).split(words("word", 40)))
        .containsExactly(words("word", 16), words("word", 16), words("word", 8));
  }

  @Test
  void sentenceOfIdeographsNeedsNoWhiteSpaceToBeCut() {
    String sentence = "日本語文章区切。";
    assertThat(chunker(12, 0).split(sentence.repeat(3)))
        .containsExactly(sentence, sentence, sentence);
  }

  @Test
  void chunkRepeatsTheLastSentencesOfTheOneBefore() {
    String text =
        IntStream.range(0, 8)
            .mapToObj(i -> "Sentence number %d ends here.".formatted(i))
            .collect(Collectors.joining(" "));
    // A sentence has six tokens: three fill a chunk, one fits the overlap.
    assertThat(chunker(21, 8).split(text))
        .containsExactly(
            "Sentence number 0 ends here. Sentence number 1 ends here. Sentence number 2 ends here.",
            "Sentence number 2 ends here. Sentence number 3 ends here. Sentence number 4 ends here.",
            "Sentence number 4 ends here. Sentence number 5 ends here. Sentence number 6 ends here.",
            "Sentence number 6 ends here. Sentence number 7 ends here.");
  }

  @Test
  void chunkRepeatsTheLastWordsWhereNoSentenceFitsTheOverlap() {
    String text = IntStream.range(0, 30).mapToObj(String::valueOf).collect(Collectors.joining(" "));
    List<String> chunks = chunker(14, 3).split(text);
    assertThat(chunks.get(0)).isEqualTo("0 1 2 3 4 5 6 7 8 9 10 11");
    assertThat(chunks.get(1)).startsWith("9 10 11 12 13");
  }

  @Test
  void overlapIsLeftOutWhereAParagraphNeedsTheRoom() {
    String first = words("alpha", 16);
    String second = words("beta", 16);
    assertThat(chunker(18, 8).split(first + "\n\n" + second)).containsExactly(first, second);
  }

  @Test
  void giantWordIsCutIntoPiecesThatFitAndNeverInsideASurrogatePair() {
    for (String giant : List.of("😀".repeat(3_000), "한국".repeat(2_000), "f".repeat(50_000))) {
      List<String> chunks = chunker(32, 8).split("before " + giant + " after");
      assertCovers("before " + giant + " after", chunks, 32);
      assertThat(chunks).hasSizeGreaterThan(2);
      assertThat(chunks)
          .noneMatch(chunk -> Character.isLowSurrogate(chunk.charAt(0)))
          .noneMatch(chunk -> Character.isHighSurrogate(chunk.charAt(chunk.length() - 1)));
    }
  }

  @Test
  void chunkWithALongGapOfWhiteSpaceIsBounded() {
    List<String> chunks = chunker(32, 0).split("a" + " ".repeat(100_000) + "b");
    assertThat(chunks).containsExactly("a", "b");
  }

  @Test
  void nulAndControlCharactersAreKept() {
    String document = "one\0two \u0001 three\n\n\0\n\nfour";
    assertThat(chunker(32, 8).split(document)).containsExactly(document);
  }

  @Test
  void randomDocumentsAreCoveredByChunksThatFit() {
    Random random = new Random(42);
    for (int round = 0; round < (LONG ? 400 : 100); round++) {
      String document = randomDocument(random);
      int maxTokens = 12 + random.nextInt(60);
      RecursiveChunker chunker = chunker(maxTokens, random.nextInt(maxTokens / 2));

      List<String> chunks = chunker.split(document);

      assertCovers(document, chunks, maxTokens);
      assertThat(chunker.split(document)).isEqualTo(chunks);
    }
  }

  @Test
  void limitHoldsForACounterThatIsNotAdditive() {
    // Ten tokens more for every pair of neighbouring words: the sum over words is far too low.
    RecursiveChunker chunker =
        new RecursiveChunker(text -> 2 + 11 * text.split(" ", -1).length - 10, 40, 5);
    List<String> chunks = chunker.split(words("word", 50));
    assertThat(chunks).isNotEmpty().allMatch(chunk -> chunk.split(" ", -1).length <= 4);
    assertThat(chunks.stream().mapToInt(chunk -> chunk.split(" ", -1).length).sum())
        .isGreaterThanOrEqualTo(50);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "The quick brown fox jumps over it. ",
        "word ",
        "日本語",
        "😀",
        "a.",
        "x\n",
        "deadbeef"
      })
  void megabyteIsCutInLinearTime(String pattern) {
    String document = pattern.repeat(1_000_000 / pattern.length());
    // The limit is generous: quadratic work would take minutes.
    List<String> chunks =
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> chunker(256, 32).split(document));
    assertThat(chunks)
        .isNotEmpty()
        .allMatch(chunk -> MiniLm.countTokens(chunk) <= 256)
        .allMatch(chunk -> chunk.length() <= 16 * 256);
  }

  @ParameterizedTest
  @ValueSource(strings = {"The quick brown fox jumps over it. ", "x", "the ", "x\n", "日本語"})
  void tokenizerSeesEachCharacterOfALargeDocumentAFewTimes(String pattern) {
    // Given
    String document = pattern.repeat((LONG ? 10_000_000 : 1_000_000) / pattern.length());
    LongAdder seen = new LongAdder();
    ToIntFunction<String> counter =
        text -> {
          seen.add(text.length());
          return 2 + (text.length() + 2) / 3;
        };

    // When
    List<String> chunks = new RecursiveChunker(counter, 256, 32).split(document);

    // Then
    assertThat(chunks).hasSizeBetween(document.length() / 800, document.length() / 100);
    assertThat(seen.sum()).isLessThan(16L * document.length());
  }

  @Test
  void impossibleLimitsAreRefusedWithTheirKey() {
    assertThatThrownBy(() -> chunker(9, 0))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(
            "Cannot cut documents: `document.chunking.max-tokens` is 9, too few for a word and the model's own tokens. Set it to at least 10.");
    assertThatThrownBy(() -> chunker(32, 17))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(
            "Cannot cut documents: `document.chunking.overlap-tokens` is 17, not between 0 and half of `document.chunking.max-tokens` (32). Set it to at most 16.");
    assertThatThrownBy(() -> chunker(32, -1)).isInstanceOf(InvalidConfigException.class);
    assertThatThrownBy(() -> RecursiveChunker.forModel(new HashEmbedder(8, 64), 65, 0))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(
            "Cannot cut documents: `document.chunking.max-tokens` is 65, but model hash takes at most 64. Lower it to 64 or choose another model.");
  }

  /** Every character except white space is in a chunk, chunks come in order and fit. */
  private static void assertCovers(String document, List<String> chunks, int maxTokens) {
    BitSet covered = new BitSet(document.length());
    int from = 0;
    for (String chunk : chunks) {
      assertThat(MiniLm.countTokens(chunk)).isLessThanOrEqualTo(maxTokens);
      int end = covered.length();
      // The chunk begins where it closes the gap: at or before the first uncovered character.
      int start = startOf(document, chunk, from, firstUncovered(document, end));
      assertThat(start).isNotNegative();
      covered.set(start, start + chunk.length());
      assertThat(covered.length()).isGreaterThan(end);
      from = start;
    }
    if (!chunks.isEmpty()) {
      assertThat(firstUncovered(document, covered.length())).isEqualTo(document.length());
    } else {
      assertThat(document.codePoints()).allMatch(c -> Character.isWhitespace(c) || isInvisible(c));
    }
  }

  /** The last place at or before {@code latest} where the chunk reaches beyond it. */
  private static int startOf(String document, String chunk, int earliest, int latest) {
    for (int at = latest; at >= earliest; at--) {
      if (at + chunk.length() > latest && document.startsWith(chunk, at)) {
        return at;
      }
    }
    return -1;
  }

  private static int firstUncovered(String document, int from) {
    int at = from;
    while (at < document.length()
        && (Character.isWhitespace(document.charAt(at))
            || Character.isSpaceChar(document.charAt(at)))) {
      at++;
    }
    return at;
  }

  private static boolean isInvisible(int c) {
    int type = Character.getType(c);
    return Character.isSpaceChar(c)
        || type == Character.CONTROL
        || type == Character.FORMAT
        || type == Character.SURROGATE;
  }

  private static String randomDocument(Random random) {
    String[] parts = {
      "word ",
      "Sentence ends. ",
      "Really? ",
      "line\n",
      "\n\n",
      "\r\n",
      "日本語。",
      "한국어 ",
      "😀",
      "\uD83D",
      "\uDE00",
      "\0",
      "\u200B",
      "e\u0301",
      "\u00A0",
      "\u2029",
      "f".repeat(120),
      "3.14 ",
      "a-b_c ",
      "https://example.org/a/b?c=d ",
      "unaffable",
      "\t"
    };
    StringBuilder document = new StringBuilder();
    int length = random.nextInt(300);
    for (int i = 0; i < length; i++) {
      if (random.nextInt(12) == 0) {
        document.appendCodePoint(random.nextInt(0x20000));
      } else {
        document.append(parts[random.nextInt(parts.length)]);
      }
    }
    return document.toString();
  }

  private static String words(String word, int count) {
    return String.join(" ", Collections.nCopies(count, word));
  }

  private static RecursiveChunker chunker(int maxTokens, int overlapTokens) {
    return new RecursiveChunker(MiniLm::countTokens, maxTokens, overlapTokens);
  }
}
