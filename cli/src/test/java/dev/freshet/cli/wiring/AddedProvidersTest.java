package dev.freshet.cli.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.config.EmbeddingConfig;
import dev.freshet.core.config.ServiceAccess;
import dev.freshet.core.config.value.EmbeddingProvider;
import dev.freshet.core.embed.Embedder;
import dev.freshet.core.embed.EmbedderProvider;
import dev.freshet.core.error.InvalidConfigException;
import dev.freshet.testkit.embed.HashEmbedder;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class AddedProvidersTest {

  private static final EmbeddingConfig CONFIG =
      new EmbeddingConfig(
          EmbeddingProvider.LANGCHAIN4J,
          "a.Model",
          OptionalInt.empty(),
          ServiceAccess.DEFAULT,
          Map.of());

  @Test
  void providerOfThatNameOpensTheModel() {
    AddedProviders added =
        new AddedProviders(List.of(new Named("other", 8), new Named("langchain4j", 16)));

    try (Embedder embedder = added.open(CONFIG)) {
      assertThat(embedder.spec().dimension()).isEqualTo(16);
    }
  }

  @Test
  void missingAdapterIsNamedWithThePlaceForIt() {
    assertThatThrownBy(() -> new AddedProviders(List.of(new Named("other", 8))).open(CONFIG))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(
            "Cannot use embedding.provider langchain4j: its adapter is not on the class path. Put"
                + " the jars of the adapter and of the model's provider into models/:"
                + " extensions/embedding-langchain4j/README.md has the command.");
  }

  @Test
  void adapterOnTheClassPathIsFound() {
    assertThat(AddedProviders.onClassPath().found())
        .extracting(EmbedderProvider::name)
        .containsExactly("langchain4j");
  }

  private record Named(String name, int dimension) implements EmbedderProvider {

    @Override
    public Embedder open(EmbeddingConfig config) {
      return new HashEmbedder(dimension);
    }
  }
}
