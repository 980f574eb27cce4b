package dev.freshet.autoloader.filelog;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.autoloader.compression.LandedBytes;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentMarkTest {

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // before, after (| is a line end), repeated lines
        "a|b|,      a|b|c|,   2",
        "a|b|,      a|x|,     0",
        "a|b|,      b|a|,     0",
        "a|b|,      a|,       0",
        "a|b,       a|bc|,    1",
        "a|b,       a|b|c,    2",
        "a,         a|,       1",
        "a|,        a||b|,    1",
        "x,         xy,       0",
      })
  void linesThatLandedBeforeAreThoseOfAPrefix(String before, String after, long repeated)
      throws IOException {
    ContentMark first = compare(before.replace('|', '\n'), 5, null).mark();

    ContentMark.Comparison second = compare(after.replace('|', '\n'), 6, first);

    assertThat(second.repeatedLines()).isEqualTo(repeated);
    assertThat(second.same()).isFalse();
    assertThat(second.mark().since()).isEqualTo(repeated > 0 ? 5 : 6);
  }

  @Test
  void sameContentIsRepeatedWhollyWhateverItIs() throws IOException {
    for (String content : List.of("", "a", "a\nb", "a\0b\n", "x".repeat(200_000))) {
      ContentMark first = compare(content, 5, null).mark();

      ContentMark.Comparison second = compare(content, 6, first);

      assertThat(second.same()).isTrue();
      assertThat(second.repeatedLines()).isEqualTo(Long.MAX_VALUE);
      assertThat(second.mark()).isEqualTo(first);
    }
  }

  @Test
  void linesOfTextWithZeroBytesAreNotCounted() throws IOException {
    ContentMark first = compare("a\nb\n", UTF_16LE, 5, null).mark();

    assertThat(compare("a\nb\nc\n", UTF_16LE, 6, first).repeatedLines()).isZero();
  }

  /** A file that grows, is rewritten and cut: the model compares lists of lines. */
  @Test
  void historyOfAFileAgreesWithAModelOfLines() throws IOException {
    Random random = new Random(7);
    List<String> lines = new ArrayList<>();
    List<String> linesBefore = List.of();
    ContentMark before = null;
    long since = 0;
    for (long sequence = 1; sequence <= 300; sequence++) {
      switch (random.nextInt(6)) {
        case 0 -> lines.clear();
        case 1 -> lines.replaceAll(line -> random.nextInt(20) == 0 ? "other" : line);
        case 2 -> {}
        default -> {
          for (int i = random.nextInt(4000); i > 0; i--) {
            lines.add("line " + random.nextInt(100));
          }
        }
      }
      ContentMark.Comparison now = compare(text(lines), sequence, before);
      boolean begins =
          before != null
              && lines.size() >= linesBefore.size()
              && lines.subList(0, linesBefore.size()).equals(linesBefore)
              && (!linesBefore.isEmpty() || lines.isEmpty());
      since = begins ? since : sequence;
      assertThat(now.mark().since()).as("version %d", sequence).isEqualTo(since);
      assertThat(Math.min(now.repeatedLines(), lines.size()))
          .isEqualTo(begins ? linesBefore.size() : 0);
      linesBefore = List.copyOf(lines);
      before = now.mark();
    }
  }

  private static String text(List<String> lines) {
    return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
  }

  private ContentMark.Comparison compare(String content, long sequence, ContentMark before)
      throws IOException {
    return compare(content, UTF_8, sequence, before);
  }

  private ContentMark.Comparison compare(
      String content, Charset charset, long sequence, ContentMark before) throws IOException {
    Path file = Files.writeString(directory.resolve("file"), content, charset);
    return ContentMark.compare(LandedBytes.LOCAL, file.toString(), sequence, before);
  }
}
