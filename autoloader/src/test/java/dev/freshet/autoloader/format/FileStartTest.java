package dev.freshet.autoloader.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.autoloader.compression.LandedBytes;
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

    assertThat(FileStart.read(LandedBytes.LOCAL, file.toString(), Map.of(), 100))
        .isEqualTo(new FileStart(List.of("one", "two", "three"), 14, true));
    assertThat(FileStart.read(LandedBytes.LOCAL, file.toString(), Map.of(), 6))
        .isEqualTo(new FileStart(List.of("one", "two"), 8, false));
    assertThat(
            FileStart.read(LandedBytes.LOCAL, file.toString(), Map.of("wholetext", "true"), 100)
                .values())
        .singleElement()
        .satisfies(text -> assertThat(text).startsWith("one").endsWith("three\n"));
  }

  @Test
  void startOfACompressedFileIsReadDecompressed() throws IOException {
    Path file = Files.write(directory.resolve("lines.gz"), Landing.gzip("one\ntwo\n"));

    assertThat(FileStart.read(LandedBytes.LOCAL, file.toString(), Map.of(), 100).values())
        .containsExactly("one", "two");
    assertThatThrownBy(
            () ->
                FileStart.read(
                    LandedBytes.LOCAL,
                    Files.write(directory.resolve("bad.gz"), "no gzip".getBytes(UTF_8)).toString(),
                    Map.of(),
                    100))
        .isInstanceOf(IOException.class);
  }
}
