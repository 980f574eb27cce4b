package dev.freshet.autoloader.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineReaderTest {

  @Test
  void linesEndAtLineFeedsAndLoseOneCarriageReturn() throws IOException {
    assertThat(lines("a\nb\r\n\nc\r\r\nd")).containsExactly("a", "b", "", "c\r", "d");
    assertThat(lines("")).isEmpty();
    assertThat(lines("\n")).containsExactly("");
  }

  @Test
  void linesAcrossReadsAreWhole() throws IOException {
    Random random = new Random(7);
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      expected.add("x".repeat(random.nextInt(3_000)) + i);
    }

    assertThat(lines(String.join("\n", expected))).isEqualTo(expected);
  }

  @Test
  void lineAboveTheLimitIsSkippedAndCounted() throws IOException {
    try (LineReader reader = reader("abcd\nabcde\nabc", 4)) {
      assertThat(reader.next()).isTrue();
      assertThat(reader.isTooLong()).isFalse();
      assertThat(reader.next()).isTrue();
      assertThat(reader.isTooLong()).isTrue();
      assertThat(reader.number()).isEqualTo(2);
      assertThat(reader.next()).isTrue();
      assertThat(reader.isTooLong()).isFalse();
      assertThat(reader.length()).isEqualTo(3);
      assertThat(reader.next()).isFalse();
    }
  }

  private static List<String> lines(String content) throws IOException {
    List<String> lines = new ArrayList<>();
    try (LineReader reader = reader(content, 1 << 20)) {
      while (reader.next()) {
        lines.add(new String(reader.bytes(), 0, reader.length(), UTF_8));
        assertThat(reader.number()).isEqualTo(lines.size());
      }
    }
    return lines;
  }

  private static LineReader reader(String content, int maxBytes) {
    return new LineReader(new ByteArrayInputStream(content.getBytes(UTF_8)), maxBytes);
  }
}
