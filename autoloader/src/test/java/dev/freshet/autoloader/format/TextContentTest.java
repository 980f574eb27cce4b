package dev.freshet.autoloader.format;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.autoloader.compression.UnsuitableContentException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextContentTest {
  private static final TextContent CONTENT = new TextContent(null);

  private static final List<String> TEXTS =
      List.of(
          "The ferry leaves at nine.\r\nThe fare is ten crowns.\r\n",
          "x\n",
          "{\"id\":\"1\",\"title\":\"A\"}\n{\"id\":\"2\"}\n",
          "Überfahrt für zwölf Gäste: 10 €\n",
          "Паром отправляется в девять часов.\nСтоимость десять крон.\n",
          "Το πλοίο φεύγει στις εννέα.\n",
          "المعبر يغادر في التاسعة.\n",
          "渡轮九点出发。票价是十克朗。\n",
          "フェリーは九時に出発します。\n料金は十クローネです。\n",
          "배는 아홉 시에 떠납니다.\n",
          "नौका नौ बजे निकलती है।\n",
          "Boat ⛴ at 9 😀\n");

  private static final List<Charset> WIDE =
      List.of(UTF_16LE, UTF_16BE, Charset.forName("UTF-32LE"), Charset.forName("UTF-32BE"));

  @Test
  void everyEncodingOfUnicodeIsReadWithAndWithoutAMark() throws IOException {
    for (String text : TEXTS) {
      assertThat(whole(text.getBytes(UTF_8))).isEqualTo(text);
      assertThat(whole(("\uFEFF" + text).getBytes(UTF_8))).isEqualTo(text);
      for (Charset charset : WIDE) {
        String as = text + " as " + charset;
        assertThat(whole(("\uFEFF" + text).getBytes(charset))).as(as).isEqualTo(text);
        assertThat(lines(("\uFEFF" + text).getBytes(charset))).as(as).isEqualTo(text);
        assertThat(whole(text.getBytes(charset))).as(as).isEqualTo(text);
        assertThat(lines(text.getBytes(charset))).as(as).isEqualTo(text);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ISO-8859-1",
        "windows-1252",
        "windows-1251",
        "Shift_JIS",
        "GB18030",
        "ISO-2022-JP"
      })
  void otherEncodingIsRefusedWholeOrReadIfItIsDeclared(String encoding) throws IOException {
    Charset charset = Charset.forName(encoding);
    for (String text : TEXTS) {
      byte[] bytes = text.getBytes(charset);
      boolean lossless = new String(bytes, charset).equals(text);
      if (!lossless || text.chars().allMatch(c -> c < 128)) {
        continue;
      }
      assertThatThrownBy(() -> whole(bytes))
          .as(text)
          .isInstanceOf(UnsuitableContentException.class)
          .hasMessage(
              "it is not UTF-8, nor another encoding of Unicode (Windows-1252 or Latin-1, perhaps)."
                  + " Write it in UTF-8 and land it again, or set the option encoding (in"
                  + " source.options).");
      assertThat(new String(new TextContent(encoding).whole(bytes), UTF_8)).isEqualTo(text);
    }
  }

  @Test
  void markIsRightWhereAnotherEncodingIsDeclared() throws IOException {
    byte[] marked = "\uFEFFnine".getBytes(UTF_16LE);

    assertThat(new String(new TextContent("UTF-16").whole(marked), UTF_8)).isEqualTo("nine");
    assertThat(new String(new TextContent("windows-1252").whole(marked), UTF_8)).isEqualTo("nine");
  }

  @Test
  void textThatIsCutWithinACharacterIsRefusedWhole() {
    byte[] bytes = "The ferry leaves at nine.".getBytes(UTF_16LE);

    assertThatThrownBy(() -> whole(Arrays.copyOf(bytes, bytes.length - 1)))
        .hasMessageContaining("a part of it is not UTF-16LE, the encoding it begins in");
  }

  /** Whatever is done to a text, it is never read as another text of more than a few characters. */
  @Test
  void noTextIsReadAsAnother() throws IOException {
    Random random = new Random(11);
    List<Charset> charsets =
        List.of(
            UTF_8,
            UTF_16LE,
            UTF_16BE,
            ISO_8859_1,
            Charset.forName("windows-1252"),
            Charset.forName("UTF-32LE"),
            Charset.forName("windows-1251"),
            Charset.forName("Big5"),
            Charset.forName("EUC-KR"),
            Charset.forName("Shift_JIS"));
    int read = 0;
    for (int i = 0; i < 4_000; i++) {
      Charset charset = charsets.get(random.nextInt(charsets.size()));
      StringBuilder text = new StringBuilder();
      for (int words = 5 + random.nextInt(40); words > 0; words--) {
        text.append(TEXTS.get(random.nextInt(TEXTS.size())).split("\\s")[0]).append(' ');
      }
      String written = new String(text.toString().getBytes(charset), charset);
      try {
        assertThat(whole(written.getBytes(charset))).as("%s", charset).isEqualTo(written);
        read++;
      } catch (UnsuitableContentException refused) {
        assertThat(charset).as(written).isNotEqualTo(UTF_8);
      }
    }
    assertThat(read).isGreaterThan(1_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PAR1", "ORC", "BZh", "PK\u0003\u0004", "%PDF-"})
  void textThatBeginsLikeAnotherFormatIsText(String start) throws IOException {
    assertThat(whole((start + " is a word.\n").getBytes(UTF_8))).isEqualTo(start + " is a word.\n");
  }

  @Test
  void contentThatIsNoTextIsNamed() {
    assertThatThrownBy(() -> whole(new byte[] {'P', 'A', 'R', '1', 0, 1, (byte) 0x80}))
        .hasMessage(
            "it is a Parquet file. Write its rows as JSON, one object on each line, and land that.");
    assertThatThrownBy(() -> lines(new byte[] {0x1F, (byte) 0x8B, 8, 0, 0}))
        .hasMessage(
            "it is packed with gzip. Give its name the ending .gz and land it again, or land it"
                + " unpacked.");
    byte[] tar = new byte[512];
    System.arraycopy("a.json".getBytes(UTF_8), 0, tar, 0, 6);
    System.arraycopy("ustar".getBytes(UTF_8), 0, tar, 257, 5);
    assertThatThrownBy(() -> lines(tar)).hasMessageStartingWith("it is a tar archive.");
  }

  @Test
  void bytesThatAreNoTextAreRefusedUnlessALineIsAnObject() throws IOException {
    byte[] noise = new byte[200_000];
    new Random(1).nextBytes(noise);
    assertThatThrownBy(() -> lines(noise))
        .hasMessage(
            "it is not text, or packed in a way that its name does not say. Land text, or pack it and"
                + " give its name the ending .gz, .bz2, .deflate, .zst, .xz, .lz4, .snappy or .sz.");
    byte[] object = "\n{\"id\":1}\n".getBytes(UTF_8);
    System.arraycopy(object, 0, noise, 1_000, object.length);
    assertThat(lines(noise)).contains("\n{\"id\":1}\n");
  }

  @Test
  void longTextKeepsItsCharactersWhereTheFirstBytesEnd() throws IOException {
    for (int shift = 0; shift < 4; shift++) {
      String text = "x".repeat(shift) + "Überfahrt 😀 ".repeat(20_000);
      assertThat(lines(text.getBytes(UTF_8))).isEqualTo(text);
      assertThat(lines(text.getBytes(UTF_16LE))).isEqualTo(text);
      assertThat(lines(text.getBytes(Charset.forName("UTF-32BE")))).isEqualTo(text);
    }
  }

  private static String whole(byte[] content) throws IOException {
    return new String(CONTENT.whole(content), UTF_8);
  }

  private static String lines(byte[] content) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    CONTENT.lines(new ByteArrayInputStream(content)).transferTo(text);
    return text.toString(UTF_8);
  }
}
