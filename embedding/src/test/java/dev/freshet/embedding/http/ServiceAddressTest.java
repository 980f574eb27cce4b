package dev.freshet.embedding.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.freshet.core.config.EmbeddingConfig;
import dev.freshet.core.config.Secret;
import dev.freshet.core.config.ServiceAccess;
import dev.freshet.core.config.value.EmbeddingProvider;
import dev.freshet.core.error.InvalidConfigException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceAddressTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          OPENAI       |                                    | https://api.openai.com/v1/embeddings
          OLLAMA       |                                    | http://localhost:11434/v1/embeddings
          OPENAI       | https://proxy/openai/v1            | https://proxy/openai/v1/embeddings
          TEI          | http://tei:8080                    | http://tei:8080/v1/embeddings
          TEI          | http://tei:8080/                   | http://tei:8080/v1/embeddings
          VLLM         | http://[::1]:8000/v1/              | http://[::1]:8000/v1/embeddings
          VLLM         | http://h/v1/embeddings             | http://h/v1/embeddings
          VLLM         | http://h/v1?tenant=a%20b           | http://h/v1/embeddings?tenant=a%20b
          AZURE_OPENAI | https://n.openai.azure.com         | https://n.openai.azure.com/openai/deployments/my%20model/embeddings?api-version=2024-10-21
          AZURE_OPENAI | https://n?api-version=2025-01-01   | https://n/openai/deployments/my%20model/embeddings?api-version=2025-01-01
          AZURE_OPENAI | https://n/openai/deployments/other | https://n/openai/deployments/other/embeddings?api-version=2024-10-21
          AZURE_OPENAI | https://n/openai/v1                | https://n/openai/v1/embeddings
          """)
  void addressIsDerivedFromTheBase(
      EmbeddingProvider provider, @Nullable String url, String expected) {
    assertThat(ServiceAddress.of(config(provider, url, null)).uri()).hasToString(expected);
  }

  @Test
  void keyIsInTheHeaderOfItsServiceAndNotInTheText() {
    ServiceAddress openai = ServiceAddress.of(config(EmbeddingProvider.OPENAI, null, "sk-1"));
    ServiceAddress azure =
        ServiceAddress.of(config(EmbeddingProvider.AZURE_OPENAI, "https://n", "sk-1"));

    assertThat(openai.headers()).containsOnly(entry("Authorization", "Bearer sk-1"));
    assertThat(azure.headers()).containsOnly(entry("api-key", "sk-1"));
    assertThat(openai + " " + azure).doesNotContain("sk-1");
    assertThat(ServiceAddress.of(config(EmbeddingProvider.TEI, "http://h", null)).headers())
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sk-1\nsk-2", "sk 1", "clé"})
  void keyThatNoHeaderCanContainIsRefusedWithoutShowingIt(String key) {
    assertThatThrownBy(() -> ServiceAddress.of(config(EmbeddingProvider.OPENAI, null, key)))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageStartingWith("Cannot use embedding.api-key: ")
        .hasMessageNotContaining(key);
  }

  private static EmbeddingConfig config(
      EmbeddingProvider provider, @Nullable String url, @Nullable String key) {
    return new EmbeddingConfig(
        provider,
        "my model",
        OptionalInt.empty(),
        new ServiceAccess(
            Optional.ofNullable(url).map(URI::create),
            Optional.ofNullable(key).map(Secret::new),
            OptionalInt.empty(),
            OptionalInt.empty()),
        Map.of());
  }
}
