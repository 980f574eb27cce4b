package dev.freshet.autoloader.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.autoloader.compression.LandedBytes;
import dev.freshet.autoloader.option.EnvelopeOptions;
import dev.freshet.autoloader.spark.Landing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStartTest {

  @TempDir Path directory;

  @Test
  void startOfAFileEndsOnceTheBytesArePassed() throws IOException {
    Path file = Files.writeString(directory.resolve("lines"), "\uFEFFone\n\n  \ntwo\r\nthree\n");

    assertThat(read(file, Map.of(), 100))
        .isEqualTo(new FileStart(List.of("one", "two", "three"), 14, true));
    assertThat(read(file, Map.of(), 6)).isEqualTo(new FileStart(List.of("one", "two"), 8, false));
    assertThat(read(file, Map.of("wholetext", "true"), 100).values())
        .singleElement()
        .satisfies(text -> assertThat(text).startsWith("one").endsWith("three\n"));
  }

  @Test
  void startOfACompressedFileIsReadDecompressed() throws IOException {
    Path file = Files.write(directory.resolve("lines.gz"), Landing.gzip("one\ntwo\n"));

    assertThat(read(file, Map.of(), 100).values()).containsExactly("one", "two");
    assertThatThrownBy(
            () ->
                read(
                    Files.write(directory.resolve("bad.gz"), "no gzip".getBytes(UTF_8)),
                    Map.of(),
                    100))
        .isInstanceOf(IOException.class);
  }

  private static FileStart read(Path file, Map<String, String> options, int maxBytes)
      throws IOException {
    ContentFormat format = ContentFormat.of(EnvelopeOptions.parse(options), maxBytes, maxBytes);
    return FileStart.read(format.read(format.open(LandedBytes.LOCAL, file.toString())), maxBytes);
  }
}
