package dev.freshet.server.canary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.config.ChunkingConfig;
import dev.freshet.core.config.DocumentConfig;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.config.RecordConfig;
import dev.freshet.core.config.SourceConfig;
import dev.freshet.core.config.value.ChangeFormat;
import dev.freshet.core.config.value.DiscoveryMode;
import dev.freshet.core.config.value.DocumentFormat;
import dev.freshet.core.config.value.SourceFormat;
import dev.freshet.core.config.value.TextTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CanaryFileTest {

  @TempDir Path landing;

  @Test
  void plainRowHasKeyVersionAndText() {
    assertThat(file(ChangeFormat.PLAIN, Map.of()).line(7))
        .isEqualTo(
            "{\"tenant\":\"freshet-canary\",\"meta\":{\"id\":\"freshet-canary\",\"rev\":7},"
                + "\"body\":\"Freshet canary number 7. It measures how soon a search finds what landed.\"}");
  }

  @Test
  void debeziumEventWrapsTheRow() {
    assertThat(file(ChangeFormat.DEBEZIUM, Map.of()).line(7))
        .startsWith("{\"op\":\"u\",\"before\":null,\"after\":{\"tenant\":\"freshet-canary\"")
        .endsWith("\"source\":{\"connector\":\"freshet-canary\",\"ts_ms\":7},\"ts_ms\":7}");
  }

  @Test
  void eachLandingReplacesTheFile() throws IOException {
    CanaryFile file = file(ChangeFormat.PLAIN, Map.of());

    file.land(7);
    file.land(8);

    assertThat(Files.readString(landing.resolve("freshet-canary.json")))
        .isEqualTo(file.line(8) + "\n");
    try (var files = Files.list(landing)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void stampIsReadFromTheText() {
    assertThat(CanaryFile.stamp(CanaryFile.text(1_764_460_000_123L))).hasValue(1_764_460_000_123L);
    assertThat(CanaryFile.stamp("a text of a user")).isEmpty();
  }

  @Test
  void filterThatLeavesTheFileOutIsTold() {
    assertThat(file(ChangeFormat.PLAIN, Map.of("pathGlobFilter", "*.json")).ignored()).isEmpty();
    assertThat(file(ChangeFormat.PLAIN, Map.of("pathGlobFilter", "part-*")).ignored())
        .contains(
            "Cannot measure with a canary: pathGlobFilter part-* of source.options leaves out"
                + " freshet-canary.json. Widen it, or leave serve.canary out.");
  }

  private CanaryFile file(ChangeFormat changes, Map<String, String> options) {
    return new CanaryFile(
        FreshetConfig.of(
            "test",
            landing.resolveSibling("home"),
            new SourceConfig(landing, SourceFormat.JSON, changes, DiscoveryMode.AUTO, options),
            new RecordConfig(List.of("tenant", "meta.id"), Optional.of("meta.rev")),
            new DocumentConfig(
                TextTemplate.parse("{tenant}: {body} {more}"),
                DocumentFormat.TEXT,
                List.of(),
                ChunkingConfig.defaults())));
  }
}
