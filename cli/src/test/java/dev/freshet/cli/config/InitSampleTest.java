package dev.freshet.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.core.config.EmbeddingConfig;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.config.Secret;
import dev.freshet.core.config.value.EmbeddingProvider;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files that {@code freshet init} writes. */
class InitSampleTest {

  /** A key that shows its default; a comment that is prose has a space after its #. */
  private static final Pattern COMMENTED_KEY = Pattern.compile("(?m)^( *)#(?=[a-z0-9-]+:)");

  /** A key without a default, with an example behind it. */
  private static final Pattern EXAMPLE = Pattern.compile("(?m)^( *)##(?=[a-z0-9-]+:)");

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path directory;

  @Test
  void sampleIsValid() throws IOException {
    // When
    FreshetConfig config = read(resource("pipeline.yaml"));

    // Then
    assertThat(config.name()).isEqualTo("articles");
    assertThat(config.record().version()).contains("updated_at");
  }

  @Test
  void commentedKeysShowTheDefaults() throws IOException {
    // Given
    String sample = resource("pipeline.yaml");

    // When
    FreshetConfig explicit = read(uncommented(sample));

    // Then
    assertThat(explicit).isEqualTo(read(sample));
  }

  @Test
  void sampleShowsEveryKey() throws IOException {
    // Given
    JsonNode schema =
        JSON.readTree(
            Path.of("").toAbsolutePath().resolveSibling("docs/pipeline.schema.json").toFile());

    // When
    Map<String, ?> tree = yaml().tree(write(withExamples(resource("pipeline.yaml"))));

    // Then
    assertThat(treePaths("", tree)).containsExactlyInAnyOrderElementsOf(schemaPaths("", schema));
  }

  @Test
  void examplesAreValidForAService() throws IOException {
    // Given
    String sample =
        withExamples(resource("pipeline.yaml"))
            // Not for a path of this machine.
            .replaceAll("(?ms)^storage:.*?(?=^record:)", "")
            .replaceAll("(?m)^  queue:.*$", "")
            .replace("provider: in-process", "provider: openai")
            .replace("model: all-minilm-l6-v2", "model: text-embedding-3-small");

    // When
    EmbeddingConfig embedding =
        new PipelineYaml(name -> name.equals("OPENAI_API_KEY") ? "sk-1" : null)
            .read(write(sample))
            .embedding();

    // Then
    assertThat(embedding.provider()).isEqualTo(EmbeddingProvider.OPENAI);
    assertThat(embedding.apiKey()).contains(new Secret("sk-1"));
    assertThat(embedding.url()).contains(URI.create("https://api.openai.com/v1"));
    assertThat(embedding.dimension()).hasValue(512);
    assertThat(embedding.requestsPerMinute()).hasValue(3000);
    assertThat(embedding.tokensPerMinute()).hasValue(1_000_000);
  }

  @Test
  void rowsHaveTheFieldsThatTheSampleNames() throws IOException {
    // Given
    FreshetConfig config = read(resource("pipeline.yaml"));
    List<JsonNode> rows = rows();

    // Then
    assertThat(rows).hasSize(8);
    assertThat(rows)
        .allSatisfy(
            row -> {
              assertThat(config.record().key()).allMatch(row::hasNonNull);
              assertThat(row.hasNonNull(config.record().version().orElseThrow())).isTrue();
            });
    assertThat(rows.stream().filter(row -> !row.path("is_deleted").asBoolean()))
        .allSatisfy(row -> assertThat(config.document().text().fields()).allMatch(row::hasNonNull))
        .allSatisfy(
            row -> assertThat(config.document().metadata().names()).allMatch(row::hasNonNull));
  }

  @Test
  void rowsUpdateOneRecordAndDeleteAnother() throws IOException {
    List<JsonNode> rows = rows();
    assertThat(rows.stream().map(row -> row.path("id").asInt()))
        .containsExactly(1, 2, 3, 4, 5, 6, 2, 5);
    assertThat(rows.stream().filter(row -> row.path("is_deleted").asBoolean()))
        .singleElement()
        .satisfies(row -> assertThat(row.path("id").asInt()).isEqualTo(5));
  }

  private static List<JsonNode> rows() throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    for (String line : resource("sample.jsonl").lines().toList()) {
      rows.add(JSON.readTree(line));
    }
    return rows;
  }

  private static Stream<String> treePaths(String section, Map<?, ?> tree) {
    return tree.entrySet().stream()
        .flatMap(
            entry -> {
              String path = section + entry.getKey();
              return entry.getValue() instanceof Map<?, ?> below && !below.isEmpty()
                  ? treePaths(path + ".", below)
                  : Stream.of(path);
            });
  }

  private static List<String> schemaPaths(String section, JsonNode schema) {
    List<String> paths = new ArrayList<>();
    schema
        .path("properties")
        .properties()
        .forEach(
            property -> {
              String path = section + property.getKey();
              if (property.getValue().has("properties")) {
                paths.addAll(schemaPaths(path + ".", property.getValue()));
              } else {
                paths.add(path);
              }
            });
    return paths;
  }

  private static String withExamples(String sample) {
    return EXAMPLE.matcher(uncommented(sample)).replaceAll("$1");
  }

  private static String uncommented(String sample) {
    return COMMENTED_KEY.matcher(sample).replaceAll("$1");
  }

  private FreshetConfig read(String text) throws IOException {
    return yaml().read(write(text));
  }

  private Path write(String text) throws IOException {
    return Files.writeString(directory.resolve("pipeline.yaml"), text);
  }

  private static PipelineYaml yaml() {
    return new PipelineYaml(name -> null);
  }

  private static String resource(String name) throws IOException {
    try (InputStream stream =
        Objects.requireNonNull(
            InitSampleTest.class.getResourceAsStream("/dev/freshet/cli/verb/init/" + name))) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
