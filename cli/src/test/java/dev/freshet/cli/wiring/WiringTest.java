package dev.freshet.cli.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.config.ChunkingConfig;
import dev.freshet.core.config.DocumentConfig;
import dev.freshet.core.config.DocumentFormat;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.config.RecordConfig;
import dev.freshet.core.config.SourceConfig;
import dev.freshet.core.config.TextTemplate;
import dev.freshet.testkit.embed.HashEmbedder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class WiringTest {

  @Test
  void chunkerReadsDocumentsInTheConfiguredFormat() {
    String document = "# Pump\n<h1>Pump</h1>\n\nIt runs.";
    assertThat(split(DocumentFormat.TEXT, document)).containsExactly(document);
    assertThat(split(DocumentFormat.MARKDOWN, "# Pump\n\nIt *runs*."))
        .containsExactly("Pump\n\nIt runs.");
    assertThat(split(DocumentFormat.HTML, "<h1>Pump</h1>It <b>runs</b>."))
        .containsExactly("Pump\n\nIt runs.");
  }

  @Test
  void chunkerTakesTheConfiguredSizes() {
    assertThat(split(DocumentFormat.MARKDOWN, "word ".repeat(100)).get(0).split(" "))
        .hasSize(62); // 64 tokens, two of them the model's own
  }

  private static List<String> split(DocumentFormat format, String document) {
    FreshetConfig config =
        FreshetConfig.of(
            "articles",
            Path.of("/data/articles"),
            SourceConfig.of(Path.of("/landing")),
            RecordConfig.of("id"),
            new DocumentConfig(
                TextTemplate.parse("{text}"), format, List.of(), new ChunkingConfig(64, 8)));
    try (HashEmbedder embedder = new HashEmbedder(8, 256)) {
      return new Wiring(config).chunker(embedder).split(document);
    }
  }
}
