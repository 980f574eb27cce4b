package dev.freshet.autoloader.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.autoloader.fs.AccessSettings;
import dev.freshet.autoloader.option.AutoloaderOptions;
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
    assertThat(names(Map.of(), 100)).containsExactly("a", "b", "c", "d", "sub/h");
    assertThat(names(Map.of("recursiveFileLookup", "false"), 100))
        .containsExactly("a", "b", "c", "d");
    assertThat(names(Map.of("recursiveFileLookup", "false"), 2)).containsExactly("a", "c");
    assertThat(names(Map.of("pathGlobFilter", "[b-c]"), 100)).containsExactly("b", "c");
    assertThat(names(Map.of("pathGlobFilter", "none"), 100)).isEmpty();
  }

  @Test
  void landingPathThatIsMissingIsNamed() {
    assertThatThrownBy(() -> AccessSettings.access(options(directory.resolve("nowhere"), Map.of())))
        .hasMessageContaining(directory.resolve("nowhere") + " does not exist");
  }

  private List<String> names(Map<String, String> more, int atMost) {
    AutoloaderOptions options = options(directory, more);
    return LandingSample.files(options, AccessSettings.access(options), atMost).stream()
        .map(file -> directory.relativize(Path.of(file)).toString())
        .toList();
  }

  private static AutoloaderOptions options(Path landing, Map<String, String> more) {
    Map<String, String> options = new HashMap<>(more);
    options.put("path", landing.toString());
    options.put("cloudFiles.format", "envelope");
    return AutoloaderOptions.parse(options);
  }
}
