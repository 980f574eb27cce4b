package dev.freshet.core.config;

import static dev.freshet.core.config.Refusal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.config.value.EmbeddingProvider;
import dev.freshet.core.config.value.EmbeddingSetting;
import dev.freshet.core.config.value.FilesPerTrigger;
import dev.freshet.core.config.value.IndexType;
import dev.freshet.core.config.value.TokensPerTrigger;
import dev.freshet.core.config.value.Topology;
import dev.freshet.core.vector.Distance;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The sections about how a pipeline runs: embedding, index, pipeline, optimize, serve, slo. */
class OperationConfigTest {

  @Test
  void everySectionHasDefaults() {
    assertThat(EmbeddingConfig.defaults())
        .isEqualTo(service(EmbeddingProvider.IN_PROCESS, "all-minilm-l6-v2", null));
    assertThat(IndexConfig.defaults())
        .isEqualTo(new IndexConfig(IndexType.IVF_HNSW_SQ, Distance.COSINE, List.of(), false));
    assertThat(PipelineConfig.defaults())
        .isEqualTo(
            new PipelineConfig(
                Topology.FUSED,
                Duration.ZERO,
                new FilesPerTrigger(OptionalInt.empty()),
                new TokensPerTrigger(OptionalLong.empty())));
    assertThat(OptimizeConfig.defaults())
        .isEqualTo(new OptimizeConfig(OptimizeConfig.Mode.PROCESS));
    assertThat(ServeConfig.defaults())
        .isEqualTo(new ServeConfig(8080, "127.0.0.1", Optional.empty(), Optional.empty()));
    assertThat(SloConfig.defaults()).isEqualTo(new SloConfig(Duration.ofSeconds(2)));
  }

  @Test
  void filterColumnNamedTwiceIsRefused() {
    assertRefused(
        () ->
            new IndexConfig(
                IndexType.IVF_FLAT, Distance.COSINE, List.of("tenant", "author", "tenant"), true),
        "Cannot use index.filter-columns: 'tenant' is listed twice. Name every column once.");
  }

  @Test
  void limitHoldsItsNumber() {
    assertThat(FilesPerTrigger.of(7).files()).hasValue(7);
    assertThat(FilesPerTrigger.AUTO.files()).isEmpty();
    assertThat(TokensPerTrigger.of(7).tokens()).hasValue(7);
    assertThat(TokensPerTrigger.AUTO.tokens()).isEmpty();
  }

  @Test
  void canaryMoreThanOnceASecondIsRefused() {
    assertRefused(
        () -> new ServeConfig(8080, "h", Optional.empty(), Optional.of(Duration.ofMillis(999))),
        "Cannot use serve.canary.every: 999ms is not at least 1s. Set the time between two canary"
            + " records, such as 1m, or leave it out for none.");
  }

  @Test
  void portsAtTheEdgesAreFine() {
    assertThat(new ServeConfig(0, "::1").port()).isZero();
    assertThat(new ServeConfig(65535, "localhost").port()).isEqualTo(65535);
  }

  @Test
  void blankModelIsRefused() {
    assertRefused(
        () -> EmbeddingConfig.inProcess(" "),
        "Cannot use embedding.model: it is blank. Name a model, or leave it out for"
            + " all-minilm-l6-v2.");
  }

  @Test
  void settingsOfAServiceAreRefusedWithoutOne() {
    assertRefused(
        () ->
            new EmbeddingConfig(
                EmbeddingProvider.IN_PROCESS,
                "m",
                OptionalInt.of(1),
                new ServiceAccess(
                    Optional.of(URI.create("http://h")),
                    Optional.of(new Secret("s")),
                    OptionalInt.of(1),
                    OptionalInt.of(1)),
                Map.of()),
        Stream.of("url", "api-key", "dimension", "requests-per-minute", "tokens-per-minute")
            .map(
                key ->
                    "Cannot use embedding."
                        + key
                        + ": it is for a service, and the model runs in process. Set"
                        + " embedding.provider to the service, or leave this key out.")
            .toArray(String[]::new));
  }

  @Test
  void limitsOfAServiceAreAtLeastOne() {
    assertRefused(
        () ->
            new EmbeddingConfig(
                EmbeddingProvider.OPENAI,
                "m",
                OptionalInt.of(0),
                new ServiceAccess(
                    Optional.empty(), Optional.empty(), OptionalInt.of(-1), OptionalInt.of(0)),
                Map.of()),
        "Cannot use embedding.dimension: 0 is not at least 1. Raise it, or leave it out.",
        "Cannot use embedding.requests-per-minute: -1 is not at least 1. Raise it, or leave it out.",
        "Cannot use embedding.tokens-per-minute: 0 is not at least 1. Raise it, or leave it out.");
  }

  @ParameterizedTest
  @EnumSource(
      value = EmbeddingProvider.class,
      names = {"TEI", "VLLM", "AZURE_OPENAI"})
  void serviceWithoutAnAddressOfItsOwnNeedsAUrl(EmbeddingProvider provider) {
    assertRefused(
        () -> service(provider, "m", null),
        "Cannot use embedding.url: it is missing, and "
            + provider.spelling()
            + " has no default address. Set where the service is, such as"
            + " http://localhost:8080.");
  }

  @Test
  void openAiAndOllamaNeedNoUrl() {
    assertThat(service(EmbeddingProvider.OPENAI, "m", null).url()).isEmpty();
    assertThat(service(EmbeddingProvider.OLLAMA, "m", null).url()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://host/v1", "host:8080", "/v1", "http:///v1"})
  void urlThatIsNoWebAddressIsRefused(String url) {
    assertRefused(
        () -> service(EmbeddingProvider.OPENAI, "m", url),
        "Cannot use embedding.url: it is not the address of a web service. Set one such as"
            + " https://host/v1.");
  }

  @Test
  void passwordInTheUrlIsRefusedAndNotShown() {
    assertRefused(
        () -> service(EmbeddingProvider.OPENAI, "m", "https://user:pw@host/v1"),
        "Cannot use embedding.url: it holds a user or password. Set embedding.api-key instead.");
  }

  @Test
  void secretIsNotShown() {
    EmbeddingConfig config =
        new EmbeddingConfig(
            EmbeddingProvider.OPENAI,
            "m",
            OptionalInt.empty(),
            new ServiceAccess(
                Optional.empty(),
                Optional.of(new Secret("sk-123")),
                OptionalInt.empty(),
                OptionalInt.empty()),
            Map.of());
    assertThat(config.toString()).doesNotContain("sk-123").contains("***");
  }

  @Test
  void settingsAreForLangChain4jOnly() {
    assertRefused(
        () -> withSettings(EmbeddingProvider.TEI, "dimensions", new EmbeddingSetting("8", false)),
        "Cannot use embedding.settings: they are for a model of LangChain4j. Set embedding.provider"
            + " to langchain4j, or leave this key out.");
    assertThat(service(EmbeddingProvider.LANGCHAIN4J, "a.Model", null).settings()).isEmpty();
  }

  @Test
  void dimensionOfLangChain4jIsASettingOfTheModel() {
    assertRefused(
        () ->
            new EmbeddingConfig(
                EmbeddingProvider.LANGCHAIN4J,
                "a.Model",
                OptionalInt.of(8),
                ServiceAccess.DEFAULT,
                Map.of()),
        "Cannot use embedding.dimension: each model of LangChain4j has its own name for it."
            + " Set it below embedding.settings, such as dimensions: 8.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"secretAccessKey", "apiKey", "sessionToken", "Password", "credentials"})
  void secretSettingMustBeAReference(String name) {
    assertRefused(
        () ->
            withSettings(
                EmbeddingProvider.LANGCHAIN4J, name, new EmbeddingSetting("s3cr3t", false)),
        "Cannot use embedding.settings."
            + name
            + ": it stands in the file, where others can read it. Write ${env:NAME} or"
            + " ${file:path} and keep the value there.");
    assertThat(
            withSettings(EmbeddingProvider.LANGCHAIN4J, name, new EmbeddingSetting("s3cr3t", true)))
        .asString()
        .doesNotContain("s3cr3t")
        .contains(name + "=***");
  }

  @Test
  void limitOfNoFilesIsRefused() {
    assertRefused(
        () -> FilesPerTrigger.of(0),
        "Cannot use pipeline.max-files-per-trigger: 0 is not at least 1. Set a number of files, or"
            + " auto.");
  }

  @Test
  void limitOfNoTokensIsRefused() {
    assertRefused(
        () -> TokensPerTrigger.of(0),
        "Cannot use pipeline.max-tokens-per-trigger: 0 is not at least 1. Set a number of tokens, or"
            + " auto.");
  }

  @Test
  void negativeTriggerIsRefused() {
    assertRefused(
        () ->
            new PipelineConfig(
                Topology.FUSED,
                Duration.ofMillis(-1500),
                FilesPerTrigger.AUTO,
                TokensPerTrigger.AUTO),
        "Cannot use pipeline.trigger: -1500ms is negative. Set it to 0s to start a batch as soon as"
            + " the one before it ends.");
  }

  @Test
  void portOutOfRangeAndBlankAddressAreRefused() {
    assertRefused(
        () -> new ServeConfig(65536, ""),
        "Cannot use serve.port: 65536 is not between 0 and 65535. Set a free port, or 0 for any.",
        "Cannot use serve.bind: it is blank. Set a host or address, or leave it out for 127.0.0.1.");
    assertRefused(
        () -> new ServeConfig(-1, "h"),
        "Cannot use serve.port: -1 is not between 0 and 65535. Set a free port, or 0 for any.");
  }

  @Test
  void freshnessOfZeroIsRefused() {
    assertRefused(
        () -> new SloConfig(Duration.ZERO),
        "Cannot use slo.freshness.p95: 0s is not above zero. Set the time from landing to queryable"
            + " you want to hold, such as 2s.");
  }

  @Test
  void triggerAboveTheObjectiveIsToldAndTheAdviceHolds() {
    assertThat(operation(Duration.ofSeconds(10)).unreachableObjective())
        .hasValue(
            "Cannot hold slo.freshness.p95 2s: with pipeline.trigger 10s a change waits up to that long before its batch begins. Set pipeline.trigger below 2s (0s begins a batch when the one before it ends), or raise slo.freshness.p95.");
    assertThat(operation(Duration.ofMillis(1900)).unreachableObjective()).isEmpty();
    assertThat(operation(Duration.ZERO).unreachableObjective()).isEmpty();
    assertThat(OperationConfig.defaults().unreachableObjective()).isEmpty();
  }

  private static OperationConfig operation(Duration trigger) {
    PipelineConfig defaults = PipelineConfig.defaults();
    return new OperationConfig(
        new PipelineConfig(
            defaults.topology(),
            trigger,
            defaults.maxFilesPerTrigger(),
            defaults.maxTokensPerTrigger()),
        OptimizeConfig.defaults(),
        ServeConfig.defaults(),
        SloConfig.defaults());
  }

  private static EmbeddingConfig withSettings(
      EmbeddingProvider provider, String name, EmbeddingSetting setting) {
    return new EmbeddingConfig(
        provider,
        "a.Model",
        OptionalInt.empty(),
        ServiceAccess.at(Optional.of(URI.create("http://h"))),
        Map.of(name, setting));
  }

  private static EmbeddingConfig service(
      EmbeddingProvider provider, String model, @Nullable String url) {
    return new EmbeddingConfig(
        provider,
        model,
        OptionalInt.empty(),
        ServiceAccess.at(Optional.ofNullable(url).map(URI::create)),
        Map.of());
  }
}
