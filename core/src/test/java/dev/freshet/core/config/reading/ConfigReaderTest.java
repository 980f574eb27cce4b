package dev.freshet.core.config.reading;

import static dev.freshet.core.config.Refusal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.config.ChunkingConfig;
import dev.freshet.core.config.DocumentConfig;
import dev.freshet.core.config.EmbeddingConfig;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.config.IndexConfig;
import dev.freshet.core.config.InputConfig;
import dev.freshet.core.config.LandingConfig;
import dev.freshet.core.config.OperationConfig;
import dev.freshet.core.config.OptimizeConfig;
import dev.freshet.core.config.PipelineConfig;
import dev.freshet.core.config.RecordConfig;
import dev.freshet.core.config.Secret;
import dev.freshet.core.config.ServeConfig;
import dev.freshet.core.config.ServiceAccess;
import dev.freshet.core.config.SloConfig;
import dev.freshet.core.config.SourceConfig;
import dev.freshet.core.config.TlsConfig;
import dev.freshet.core.config.value.ChangeFormat;
import dev.freshet.core.config.value.DiscoveryMode;
import dev.freshet.core.config.value.DocumentFormat;
import dev.freshet.core.config.value.EmbeddingProvider;
import dev.freshet.core.config.value.EmbeddingSetting;
import dev.freshet.core.config.value.FilesPerTrigger;
import dev.freshet.core.config.value.IndexType;
import dev.freshet.core.config.value.MetadataFields;
import dev.freshet.core.config.value.SourceFormat;
import dev.freshet.core.config.value.TextTemplate;
import dev.freshet.core.config.value.TokensPerTrigger;
import dev.freshet.core.config.value.Topology;
import dev.freshet.core.error.InvalidConfigException;
import dev.freshet.core.metadata.MetadataType;
import dev.freshet.core.vector.Distance;
import dev.freshet.storage.location.Location;
import dev.freshet.storage.profile.StorageSetting;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigReaderTest {

  private static final Path BASE = Path.of("/etc/freshet");

  @Test
  void requiredKeysAreEnough() {
    assertThat(read(minimal()))
        .isEqualTo(
            FreshetConfig.of(
                "articles",
                BASE.resolve("articles"),
                SourceConfig.of(BASE.resolve("landing")),
                RecordConfig.of("id"),
                DocumentConfig.of("{title}")));
  }

  @Test
  void sectionsWithoutKeysAreAsGoodAsAbsent() {
    // Given
    Map<String, Object> tree = minimal();
    tree.put("embedding", null);
    tree.put("slo", map("freshness", null));

    // Then
    assertThat(read(tree)).isEqualTo(read(minimal()));
  }

  @Test
  void everyKeyCanBeSet() {
    // Given
    Map<String, Object> tree = minimal();
    set(tree, "home", "../data/./home");
    set(tree, "source.path", "file:///data/landing");
    set(tree, "source.changes", "debezium");
    set(tree, "source.discovery", "listing");
    set(tree, "source.options", map("pathGlobFilter", "*.json", "multiLine", true));
    set(tree, "record.key", List.of("tenant", "id"));
    set(tree, "record.version", "updated_at");
    set(tree, "document.format", "markdown");
    set(tree, "document.metadata", List.of("author"));
    set(tree, "document.chunking.max-tokens", 128L);
    set(tree, "document.chunking.overlap-tokens", 16);
    set(tree, "embedding.provider", "azure-openai");
    set(tree, "embedding.model", "other");
    set(tree, "embedding.url", "https://example.net/base?api-version=1");
    set(tree, "embedding.api-key", "${env:KEY}");
    set(tree, "embedding.dimension", 256);
    set(tree, "embedding.requests-per-minute", 60);
    set(tree, "embedding.tokens-per-minute", "100000");
    set(tree, "index.type", "IVF_PQ");
    set(tree, "index.distance", "dot");
    set(tree, "index.filter-columns", List.of("author"));
    set(tree, "index.full-text", true);
    set(tree, "pipeline.topology", "fused");
    set(tree, "pipeline.trigger", "500ms");
    set(tree, "pipeline.max-files-per-trigger", 100);
    set(tree, "pipeline.max-tokens-per-trigger", 20_000);
    set(tree, "optimize.mode", "external");
    set(tree, "serve.port", 9090);
    set(tree, "serve.bind", "0.0.0.0");
    set(tree, "serve.tls.certificate", "tls/chain.pem");
    set(tree, "serve.tls.key", "/run/secrets/key.pem");
    set(tree, "serve.canary.every", "30s");
    set(tree, "slo.freshness.p95", "1m");

    // Then
    assertThat(read(tree))
        .isEqualTo(
            new FreshetConfig(
                "articles",
                Path.of("/etc/data/home"),
                new InputConfig(
                    new SourceConfig(
                        Path.of("/data/landing"),
                        SourceFormat.JSON,
                        ChangeFormat.DEBEZIUM,
                        DiscoveryMode.LISTING,
                        Map.of("pathGlobFilter", "*.json", "multiLine", "true")),
                    new RecordConfig(List.of("tenant", "id"), Optional.of("updated_at")),
                    new DocumentConfig(
                        TextTemplate.parse("{title}"),
                        DocumentFormat.MARKDOWN,
                        List.of("author"),
                        new ChunkingConfig(128, 16))),
                new EmbeddingConfig(
                    EmbeddingProvider.AZURE_OPENAI,
                    "other",
                    OptionalInt.of(256),
                    new ServiceAccess(
                        Optional.of(URI.create("https://example.net/base?api-version=1")),
                        Optional.of(new Secret("value of KEY")),
                        OptionalInt.of(60),
                        OptionalInt.of(100_000)),
                    Map.of()),
                new IndexConfig(IndexType.IVF_PQ, Distance.DOT, List.of("author"), true),
                new OperationConfig(
                    new PipelineConfig(
                        Topology.FUSED,
                        Duration.ofMillis(500),
                        FilesPerTrigger.of(100),
                        TokensPerTrigger.of(20_000)),
                    new OptimizeConfig(OptimizeConfig.Mode.EXTERNAL),
                    new ServeConfig(
                        9090,
                        "0.0.0.0",
                        Optional.of(
                            new TlsConfig(
                                Path.of("/etc/freshet/tls/chain.pem"),
                                Path.of("/run/secrets/key.pem"))),
                        Optional.of(Duration.ofSeconds(30))),
                    new SloConfig(Duration.ofMinutes(1)))));
  }

  @Test
  void textFilesNeedNeitherKeyNorText() {
    // When
    FreshetConfig config =
        read(map("name", "notes", "source", map("path", "notes-in", "format", "text")));

    // Then
    assertThat(config.source().format()).isEqualTo(SourceFormat.TEXT);
    assertThat(config.record()).isEqualTo(RecordConfig.of("path"));
    assertThat(config.document()).isEqualTo(DocumentConfig.of("{value}"));
  }

  @Test
  void landingZoneInAnotherStorageKeepsItsReferencesAsTheyAre() {
    Map<String, Object> tree = minimal();
    set(tree, "source.path", "abfss://lz@account.dfs.core.windows.net/in/");
    set(tree, "storage.account-key", "${file:secrets/key}");
    set(tree, "source.queue", "azure-queue+https://account.queue.core.windows.net/lz");

    FreshetConfig config = read(tree);

    assertThat(config.source().landing())
        .isEqualTo(
            new LandingConfig(
                new Location.Remote("abfss://lz@account.dfs.core.windows.net/in"),
                Map.of(StorageSetting.ACCOUNT_KEY, "${file:/etc/freshet/secrets/key}"),
                Optional.of("azure-queue+https://account.queue.core.windows.net/lz")));

    set(tree, "storage.region", "eu-west-1");
    assertRefused(
        () -> read(tree), "Cannot use storage.region: it does not go with azure. Leave it out.");
  }

  @Test
  void everythingRequiredIsReportedMissing() {
    assertRefused(
        () -> read(Map.of()),
        "Cannot use name: it is missing. Set it: Names the pipeline and its vector table.",
        "Cannot use source.path: it is missing. Set it: The landing zone: the directory where"
            + " changes land as files, on this machine, or in another storage, such as"
            + " s3a://bucket/landing (docs/cloud-storage.md).",
        "Cannot use record.key: it is missing. Set it: Fields whose values together identify a"
            + " record. Dots lead into nested fields.",
        "Cannot use document.text: it is missing. Set it: The text that is searched. Fields stand"
            + " in braces, {{ and }} are literal braces; a missing field is empty.");
  }

  @ParameterizedTest
  @CsvSource({
    "source.fromat, source.format",
    "source.Format, source.format",
    "sources, source",
    "path, source.path",
    "document.max-tokens, document.chunking.max-tokens",
    "document.chunking.max_tokens, document.chunking.max-tokens",
    "slo.p95, slo.freshness.p95",
    "serve.host, serve.port",
  })
  void unknownKeyIsNamedWithTheNearestOne(String key, String nearest) {
    // Given
    Map<String, Object> tree = minimal();
    set(tree, key, "x");

    // Then
    assertRefused(
        () -> read(tree),
        "Cannot use " + key + ": there is no such key. The nearest is " + nearest + ".");
  }

  @Test
  void keyWithDotsIsRefusedWithAdvice() {
    // Given
    Map<String, Object> tree = minimal();
    tree.put("slo.freshness.p95", "2s");

    // Then
    assertRefused(
        () -> read(tree),
        "Cannot use slo.freshness.p95: a key with dots in it is not split. Nest it: write"
            + " slo:, then freshness:, then p95: below it.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          source.format              | binary-file | 'binary-file' is not one of json, csv, parquet, avro, orc, xml, text, binaryFile. Set one of these, or leave it out for json.
          source.changes             | fivetran   | this version has plain, debezium, not yet 'fivetran'. Land rows with an op or is_deleted field and set plain.
          pipeline.topology          | layered    | this version has fused, not yet 'layered'. Set fused.
          index.type                 | HNSW       | 'HNSW' is not one of IVF_HNSW_SQ, IVF_HNSW_PQ, IVF_FLAT, IVF_SQ, IVF_PQ, IVF_RQ. Set one of these, or leave it out for IVF_HNSW_SQ.
          index.type                 | IVF_HNSW_FLAT | this version has IVF_HNSW_SQ, IVF_HNSW_PQ, IVF_FLAT, IVF_SQ, IVF_PQ, IVF_RQ, not yet 'IVF_HNSW_FLAT'. Set IVF_HNSW_SQ or IVF_FLAT; Lance 7.0.0 builds graphs over quantised vectors only.
          index.full-text            | maybe      | 'maybe' is neither true nor false. Write one of the two.
          embedding.provider         | azure      | 'azure' is not one of in-process, openai, tei, ollama, vllm, azure-openai, langchain4j. Set one of these, or leave it out for in-process.
          embedding.url              | a b        | 'a b' is not an address. Set one such as https://host/v1.
          embedding.dimension        | many       | 'many' is not a whole number. Allowed is at least 1.
          embedding.api-key          | sk-secret  | it stands in the file, where others can read it. Write ${env:NAME} or ${file:path} and keep the value there.
          embedding.api-key          | Bearer ${env:KEY} | it stands in the file, where others can read it. Write ${env:NAME} or ${file:path} and keep the value there.
          storage.region             | eu-west-1  | source.path is a directory of this machine. Leave it out, or set a path such as s3a://bucket/landing.
          storage.account-key        | a-key      | it stands in the file, where others can read it. Write ${env:NAME} or ${file:path} and keep the value there.
          home                       | abfss:x    | this version has local directories, not 'abfss:'. Set a directory of this machine, such as a mounted one.
          source.format              | JSON       | 'JSON' is not one of json, csv, parquet, avro, orc, xml, text, binaryFile. Set one of these, or leave it out for json.
          index.distance             | manhattan  | 'manhattan' is not one of cosine, l2, dot. Set one of these, or leave it out for cosine.
          optimize.mode              | ""         | '' is not one of process, external, off. Set one of these, or leave it out for process.
          pipeline.trigger           | 5          | '5' is not a duration. Write a whole number and ms, s, m or h, such as 500ms or 2s.
          pipeline.trigger           | 1.5s       | '1.5s' is not a duration. Write a whole number and ms, s, m or h, such as 500ms or 2s.
          pipeline.trigger           | -2s        | -2s is negative. Set it to 0s to start a batch as soon as the one before it ends.
          pipeline.trigger           | 999999999999999999h | '999999999999999999h' is not a duration. Write a whole number and ms, s, m or h, such as 500ms or 2s.
          serve.canary.every         | often      | 'often' is not a duration. Write a whole number and ms, s, m or h, such as 500ms or 2s.
          serve.canary.every         | 0s         | 0s is not at least 1s. Set the time between two canary records, such as 1m, or leave it out for none.
          slo.freshness.p95          | 0s         | 0s is not above zero. Set the time from landing to queryable you want to hold, such as 2s.
          pipeline.max-files-per-trigger | all    | 'all' is not a whole number. Allowed is auto, or a number of at least 1.
          pipeline.max-files-per-trigger | 0      | 0 is not at least 1. Set a number of files, or auto.
          pipeline.max-tokens-per-trigger | -5    | -5 is not at least 1. Set a number of tokens, or auto.
          pipeline.max-tokens-per-trigger | few   | 'few' is not a whole number. Allowed is auto, or a number of at least 1.
          serve.port                 | 1.5        | '1.5' is not a whole number. Allowed is 0 to 65535.
          serve.port                 | 99999999999 | 99999999999 is out of range. Allowed is 0 to 65535.
          serve.bind                 | " "        | it is blank. Give it a value, or leave the key out.
          document.format            | pdf        | 'pdf' is not one of text, markdown, html, binary. Set one of these, or leave it out for text.
          document.text              | title      | it names no field, so every record would have the same text. Put the fields to search in braces, such as {title}.
          """)
  void valueThatDoesNotFitIsRefused(String key, String value, String why) {
    // Given
    Map<String, Object> tree = minimal();
    set(tree, key, value);

    // Then
    assertRefused(() -> read(tree), "Cannot use " + key + ": " + why);
  }

  static List<Object[]> wrongTypes() {
    return List.of(
        new Object[] {"name", 7, "7 is not text. Put it in quotes."},
        new Object[] {"name", List.of("a"), "a list is not text. Write a single value."},
        new Object[] {
          "source.changes", Map.of("custom", "x"), "a mapping is not text. Write a single value."
        },
        new Object[] {
          "embedding.api-key",
          12345,
          "it stands in the file, where others can read it. Write ${env:NAME} or ${file:path} and keep the value there."
        },
        new Object[] {"serve.port", true, "true is not text. Put it in quotes."},
        new Object[] {"serve.port", 1.5, "'1.5' is not a whole number. Allowed is 0 to 65535."},
        new Object[] {"pipeline.trigger", 5, "5 has no unit. Add one, such as 5s."},
        new Object[] {
          "record.key", "id", "'id' is not a list. Write a list, such as [id] or [tenant, id]."
        },
        new Object[] {"record.key", List.of(1), "1 is not text. Put it in quotes."},
        new Object[] {
          "record.key", List.of(), "it names no field. Name the fields that identify a record."
        },
        new Object[] {
          "document.metadata",
          Arrays.asList("a", null),
          "an empty value is not text. Write a single value."
        },
        new Object[] {
          "source.options", "x", "'x' is not a mapping. Write options below it, a line each."
        },
        new Object[] {
          "serve", 8080, "8080 is not a mapping. Write keys below it, such as serve.port."
        },
        new Object[] {
          "slo.freshness",
          "2s",
          "'2s' is not a mapping. Write keys below it, such as slo.freshness.p95."
        },
        new Object[] {"home", null, "it has no value. Give it one, or leave the key out."});
  }

  @ParameterizedTest
  @MethodSource("wrongTypes")
  void valueOfAWrongTypeIsRefused(String key, Object value, String why) {
    // Given
    Map<String, Object> tree = minimal();
    set(tree, key, value);

    // Then
    assertRefused(() -> read(tree), "Cannot use " + key + ": " + why);
  }

  @Test
  void settingsRememberWhichOfThemCameFromReferences() {
    // Given
    Map<String, Object> tree = minimal();
    set(tree, "embedding.provider", "langchain4j");
    set(tree, "embedding.model", "a.Model");
    set(
        tree,
        "embedding.settings",
        map("apiKey", "${env:KEY}", "modelName", "m$${x}", "dimensions", 8, "truncate", true));

    // Then
    assertThat(read(tree).embedding().settings())
        .isEqualTo(
            Map.of(
                "apiKey", new EmbeddingSetting("value of KEY", true),
                "modelName", new EmbeddingSetting("m${x}", false),
                "dimensions", new EmbeddingSetting("8", false),
                "truncate", new EmbeddingSetting("true", false)));
  }

  @Test
  void serviceNeedsAModel() {
    // Given
    Map<String, Object> tree = minimal();
    set(tree, "embedding.provider", "openai");

    // Then
    assertRefused(
        () -> read(tree),
        "Cannot use embedding.model: it is missing. Set it: " + ConfigKey.EMBEDDING_MODEL.doc());
  }

  @Test
  void certificateAndKeyComeTogether() {
    // Given
    Map<String, Object> certificateOnly = minimal();
    set(certificateOnly, "serve.tls.certificate", "chain.pem");
    Map<String, Object> keyOnly = minimal();
    set(keyOnly, "serve.tls.key", "key.pem");

    // Then
    assertRefused(
        () -> read(certificateOnly),
        "Cannot use serve.tls.key: it is missing. Set it: " + ConfigKey.SERVE_TLS_KEY.doc());
    assertRefused(
        () -> read(keyOnly),
        "Cannot use serve.tls.certificate: it is missing. Set it: "
            + ConfigKey.SERVE_TLS_CERTIFICATE.doc());
  }

  @Test
  void directoryOfAModelStartsAtTheFileAndANameStaysAName() {
    // Given
    Map<String, Object> tree = minimal();
    set(tree, "embedding.model", "../models/mine");
    Map<String, Object> named = minimal();
    set(named, "embedding.model", "static-minilm");
    Map<String, Object> ofAService = minimal();
    set(ofAService, "embedding.provider", "ollama");
    set(ofAService, "embedding.model", "org/model");

    // Then
    assertThat(read(tree).embedding().model()).isEqualTo("/etc/models/mine");
    assertThat(read(named).embedding().model()).isEqualTo("static-minilm");
    assertThat(read(ofAService).embedding().model()).isEqualTo("org/model");
  }

  @Test
  void optionThatIsNoScalarIsRefused() {
    // Given
    Map<String, Object> tree = minimal();
    set(tree, "source.options", map("a.b", List.of(1)));

    // Then
    assertRefused(
        () -> read(tree),
        "Cannot use source.options.a.b: a list is not text. Write a single value.");
  }

  @Test
  void allProblemsAreReportedAtOnce() {
    // Given
    Map<String, Object> tree = minimal();
    set(tree, "name", "My Articles");
    set(tree, "source.changes", "fivetran");
    set(tree, "document.chunking.max-tokens", 16);
    set(tree, "document.chunking.overlap-tokens", 16);
    set(tree, "document.metadata", List.of("a", "a"));
    set(tree, "serve.port", 70000);
    set(tree, "sreve", 1);

    // Then
    assertRefused(
        () -> read(tree),
        "Cannot use sreve: there is no such key. The nearest is serve.",
        "Cannot use source.changes: this version has plain, debezium, not yet 'fivetran'. Land rows with an op or"
            + " is_deleted field and set plain.",
        "Cannot use document.chunking.overlap-tokens: 16 is not below document.chunking.max-tokens,"
            + " which is 16. Lower it, or raise document.chunking.max-tokens.",
        "Cannot use document.metadata: 'a' is listed twice. Name every field once.",
        "Cannot use serve.port: 70000 is not between 0 and 65535. Set a free port, or 0 for any.",
        "Cannot use name: 'My Articles' cannot name a table and a directory. Use lower-case"
            + " letters, digits, _ and -, and start with a letter or digit.");
  }

  @Test
  void metadataFieldMayDeclareItsType() {
    Map<String, Object> tree = minimal();
    set(tree, "document.metadata", List.of("tenant", Map.of("qty", "integer")));

    assertThat(read(tree).document().metadata())
        .isEqualTo(
            new MetadataFields(List.of("tenant", "qty"), Map.of("qty", MetadataType.INTEGER)));
  }

  @Test
  void unknownTypeOfMetadataIsNamedWithTheNearest() {
    Map<String, Object> tree = minimal();
    set(tree, "document.metadata", List.of(Map.of("qty", "int")));

    assertThatThrownBy(() -> read(tree))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContainingAll(
            "Cannot use document.metadata.qty: 'int' is not a type.",
            "Use one of text, integer, number, boolean, time, texts; the nearest is ");
  }

  private static FreshetConfig read(Map<String, ?> tree) {
    return new ConfigReader(name -> name.equals("KEY") ? "value of KEY" : null).read(tree, BASE);
  }

  private static Map<String, Object> minimal() {
    return map(
        "name", "articles",
        "source", map("path", "landing"),
        "record", map("key", List.of("id")),
        "document", map("text", "{title}"));
  }

  /** Sets the value of a path with dots, making sections on the way. */
  private static void set(Map<String, Object> tree, String path, Object value) {
    String[] names = path.split("\\.", -1);
    Map<String, Object> section = tree;
    for (int i = 0; i < names.length - 1; i++) {
      section = section(section.computeIfAbsent(names[i], name -> map()));
    }
    section.put(names[names.length - 1], value);
  }

  @SuppressWarnings("unchecked") // Every section was made by map().
  private static Map<String, Object> section(Object section) {
    return (Map<String, Object>) section;
  }

  private static Map<String, Object> map(Object... namesAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return map;
  }
}
