package dev.freshet.autoloader.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;

class Utf8Test {

  /** First and second bytes that mean something special, and those beside them. */
  private static final byte[] DECISIVE =
      HexFormat.of().parseHex("00417f808f909fa0bfc0c1c2dfe0e1ecedeeeff0f1f3f4f5ff");

  @Test
  void invalidBytesAreReplacedAsSparkReplacesThem() {
    Random random = new Random(19);
    int invalid = 0;
    for (int round = 0; round < 100_000; round++) {
      byte[] bytes = new byte[random.nextInt(9)];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] =
            round % 2 == 0 ? (byte) random.nextInt(256) : DECISIVE[random.nextInt(DECISIVE.length)];
      }
      UTF8String spark = UTF8String.fromBytes(bytes.clone());
      if (Utf8.isValid(bytes) != spark.isValid()
          || !Arrays.equals(Utf8.repaired(bytes), spark.makeValid().getBytes())) {
        assertThat(HexFormat.of().formatHex(bytes)).as("treated as Spark treats it").isNull();
      }
      invalid += Utf8.isValid(bytes) ? 0 : 1;
    }
    assertThat(invalid).isBetween(25_000, 95_000);
  }

  @Test
  void charactersAreValidAndStayAsTheyAre() {
    for (int character = 0; character <= Character.MAX_CODE_POINT; character += 7) {
      if (character < Character.MIN_SURROGATE || character > Character.MAX_SURROGATE) {
        byte[] bytes = Character.toString(character).getBytes(StandardCharsets.UTF_8);
        if (!Utf8.isValid(bytes)) {
          assertThat(character).as("valid").isNegative();
        }
      }
    }
    byte[] text = "é one 漢 😀".getBytes(StandardCharsets.UTF_8);
    assertThat(Utf8.repaired(text)).isEqualTo(text);
  }

  @Test
  void byteOrderMarkIsThreeBytesOrNothing() {
    byte[] marked = "\uFEFFa".getBytes(StandardCharsets.UTF_8);

    assertThat(Utf8.byteOrderMark(marked, 0, marked.length)).isEqualTo(3);
    assertThat(Utf8.byteOrderMark(marked, 0, 2)).isZero();
    assertThat(Utf8.byteOrderMark(new byte[] {'a', 'b', 'c'}, 0, 3)).isZero();
  }
}
