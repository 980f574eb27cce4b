package dev.freshet.autoloader;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.autoloader.discovery.LandingSample;
import dev.freshet.autoloader.envelope.FileStart;
import dev.freshet.autoloader.option.AutoloaderOptions;
import dev.freshet.autoloader.spark.Landing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LandingSampleTest {

  @TempDir Path directory;

  @BeforeEach
  void land() throws IOException {
    for (String name : List.of("a", "b", "c", "d", ".e", "_f", "g.tmp", "sub/h", ".hidden/i")) {
      Path file = directory.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "line\n");
    }
  }

  @Test
  void filesAreThoseTheSourceWouldReadSpreadEvenly() {
    assertThat(names(Map.of(), 100)).containsExactly("a", "b", "c", "d");
    assertThat(names(Map.of(), 2)).containsExactly("a", "c");
    assertThat(names(Map.of("recursiveFileLookup", "true"), 100))
        .containsExactly("a", "b", "c", "d", "sub/h");
    assertThat(names(Map.of("pathGlobFilter", "[b-c]"), 100)).containsExactly("b", "c");
    assertThat(names(Map.of("pathGlobFilter", "none"), 100)).isEmpty();
  }

  @Test
  void landingPathThatIsMissingIsNamed() {
    assertThatThrownBy(
            () -> LandingSample.files(options(directory.resolve("nowhere"), Map.of()), 1))
        .hasMessageContaining(directory.resolve("nowhere") + " does not exist");
  }

  @Test
  void startOfAFileEndsOnceTheBytesArePassed() throws IOException {
    Path file = Files.writeString(directory.resolve("lines"), "\uFEFFone\n\n  \ntwo\r\nthree\n");

    assertThat(FileStart.read(file, Map.of(), 100))
        .isEqualTo(new FileStart(List.of("one", "two", "three"), 14, true));
    assertThat(FileStart.read(file, Map.of(), 6))
        .isEqualTo(new FileStart(List.of("one", "two"), 8, false));
    assertThat(FileStart.read(file, Map.of("wholetext", "true"), 100).values())
        .singleElement()
        .satisfies(text -> assertThat(text).startsWith("one").endsWith("three\n"));
  }

  @Test
  void startOfACompressedFileIsReadDecompressed() throws IOException {
    Path file = Files.write(directory.resolve("lines.gz"), Landing.gzip("one\ntwo\n"));

    assertThat(FileStart.read(file, Map.of(), 100).values()).containsExactly("one", "two");
    assertThatThrownBy(
            () ->
                FileStart.read(
                    Files.write(directory.resolve("bad.gz"), "no gzip".getBytes(UTF_8)),
                    Map.of(),
                    100))
        .isInstanceOf(IOException.class);
  }

  private List<String> names(Map<String, String> more, int atMost) {
    return LandingSample.files(options(directory, more), atMost).stream()
        .map(file -> directory.relativize(file).toString())
        .toList();
  }

  private static AutoloaderOptions options(Path landing, Map<String, String> more) {
    Map<String, String> options = new HashMap<>(more);
    options.put("path", landing.toString());
    options.put("cloudFiles.format", "envelope");
    return AutoloaderOptions.parse(options);
  }
}
