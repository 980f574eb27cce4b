package dev.freshet.cli.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.config.ChunkingConfig;
import dev.freshet.core.config.DocumentConfig;
import dev.freshet.core.config.EmbeddingConfig;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.config.IndexConfig;
import dev.freshet.core.config.InputConfig;
import dev.freshet.core.config.OperationConfig;
import dev.freshet.core.config.RecordConfig;
import dev.freshet.core.config.ServiceAccess;
import dev.freshet.core.config.SourceConfig;
import dev.freshet.core.config.value.DocumentFormat;
import dev.freshet.core.config.value.EmbeddingProvider;
import dev.freshet.core.config.value.TextTemplate;
import dev.freshet.core.embed.Embedder;
import dev.freshet.pipeline.cluster.EmbedderRecipe;
import dev.freshet.testkit.embed.HashEmbedder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
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

  @Test
  void executorsOpenTheModelOfTheDriver() throws Exception {
    Wiring wiring = new Wiring(config(EmbeddingConfig.defaults()));

    EmbedderRecipe recipe = sent(wiring.executorModel().orElseThrow());

    try (Embedder driver = wiring.openEmbedder();
        Embedder executor = recipe.open(1)) {
      assertThat(executor.spec()).isEqualTo(driver.spec());
    }
  }

  @Test
  void modelDirectoryIsSentAsAPathThatMeansTheSameInEveryDirectory() {
    assertThat(new Wiring(config(EmbeddingConfig.inProcess("src"))).executorModel())
        .contains(new InProcessRecipe(Path.of("src").toAbsolutePath().toString()));
  }

  @Test
  void onlyModelsThatAreWorthSendingTextsToGoToExecutors() {
    EmbeddingConfig service =
        new EmbeddingConfig(
            EmbeddingProvider.OLLAMA, "m", OptionalInt.empty(), ServiceAccess.DEFAULT, Map.of());

    assertThat(new Wiring(config(service)).executorModel()).isEmpty();
    assertThat(new Wiring(config(EmbeddingConfig.inProcess("static-minilm"))).executorModel())
        .isEmpty();
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

  private static FreshetConfig config(EmbeddingConfig embedding) {
    return new FreshetConfig(
        "articles",
        Path.of("/data/articles"),
        new InputConfig(
            SourceConfig.of(Path.of("/landing")),
            RecordConfig.of("id"),
            DocumentConfig.of("{text}")),
        embedding,
        IndexConfig.defaults(),
        OperationConfig.defaults());
  }

  private static EmbedderRecipe sent(EmbedderRecipe recipe) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(recipe);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (EmbedderRecipe) in.readObject();
    }
  }
}
