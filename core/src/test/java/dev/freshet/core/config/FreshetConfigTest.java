package dev.freshet.core.config;

import static dev.freshet.core.config.Refusal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.config.value.ChangeFormat;
import dev.freshet.core.config.value.DiscoveryMode;
import dev.freshet.core.config.value.DocumentFormat;
import dev.freshet.core.config.value.SourceFormat;
import dev.freshet.core.config.value.TextTemplate;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FreshetConfigTest {

  private static final Path HOME = Path.of("/data/articles");
  private static final SourceConfig SOURCE = SourceConfig.of(Path.of("/landing"));
  private static final RecordConfig RECORD = RecordConfig.of("id");
  private static final DocumentConfig DOCUMENT = DocumentConfig.of("{title}");

  @Test
  void everySectionButTheRequiredOnesHasDefaults() {
    assertThat(FreshetConfig.of("articles", HOME, SOURCE, RECORD, DOCUMENT))
        .isEqualTo(
            new FreshetConfig(
                "articles",
                HOME,
                new InputConfig(SOURCE, RECORD, DOCUMENT),
                EmbeddingConfig.defaults(),
                IndexConfig.defaults(),
                OperationConfig.defaults()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "0", "my-articles_2"})
  void nameMayBeAnyOfThese(String name) {
    assertThat(named(name).name()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Articles", "-a", "_a", "a b", "a/b", "..", "é"})
  void nameMayBeNoneOfThese(String name) {
    assertRefused(
        () -> named(name),
        "Cannot use name: '"
            + name
            + "' cannot name a table and a directory. Use lower-case letters, digits, _ and"
            + " -, and start with a letter or digit.");
  }

  @Test
  void homeInsideTheLandingZoneIsRefused() {
    assertRefused(
        () -> FreshetConfig.of("a", Path.of("/landing/x/../home"), SOURCE, RECORD, DOCUMENT),
        "Cannot use home: '/landing/x/../home' is inside source.path '/landing', so the pipeline"
            + " would read its own tables. Choose a directory outside the landing zone.");
  }

  @Test
  void filterColumnThatIsNoMetadataIsRefused() {
    DocumentConfig document =
        new DocumentConfig(
            TextTemplate.parse("{title}"),
            DocumentFormat.TEXT,
            List.of("author"),
            ChunkingConfig.defaults());
    IndexConfig index =
        new IndexConfig(
            IndexConfig.DEFAULT_TYPE,
            IndexConfig.DEFAULT_DISTANCE,
            List.of("author", "tenant"),
            true);

    assertRefused(
        () ->
            new FreshetConfig(
                "articles",
                HOME,
                new InputConfig(SOURCE, RECORD, document),
                EmbeddingConfig.defaults(),
                index,
                OperationConfig.defaults()),
        "Cannot use index.filter-columns: 'tenant' is not in document.metadata, so the vector table"
            + " has no such column. Name it there too, or leave it out here.");
  }

  @Test
  void landingZoneInsideHomeIsFine() {
    assertThat(
            FreshetConfig.of("a", HOME, SourceConfig.of(HOME.resolve("landing")), RECORD, DOCUMENT)
                .home())
        .isEqualTo(HOME);
  }

  @Test
  void textFilesHaveThreeFields() {
    // Given
    SourceConfig text =
        new SourceConfig(
            Path.of("/landing"),
            SourceFormat.TEXT,
            ChangeFormat.PLAIN,
            DiscoveryMode.AUTO,
            Map.of());
    DocumentConfig document =
        new DocumentConfig(
            TextTemplate.parse("{name} {title}"),
            DocumentFormat.TEXT,
            List.of("author"),
            ChunkingConfig.defaults());

    // Then
    assertRefused(
        () ->
            FreshetConfig.of(
                "a", HOME, text, new RecordConfig(List.of("id"), Optional.of("v")), document),
        "Cannot use record.key: 'id' is not a field of source.format: text. Use one of path, name,"
            + " value.",
        "Cannot use document.text: 'title' is not a field of source.format: text. Use one of path,"
            + " name, value.",
        "Cannot use document.metadata: 'author' is not a field of source.format: text. Use one of"
            + " path, name, value.",
        "Cannot use record.version: 'v' is not a field of source.format: text. Leave it out; a file"
            + " that lands again is the newer version.");
  }

  @Test
  void bytesAreNeverTakenForTextNorTextForBytes() {
    // Given
    RecordConfig path = RecordConfig.of("path");

    // Then
    assertRefused(
        () ->
            FreshetConfig.of(
                "a", HOME, files(SourceFormat.BINARY_FILE), path, DocumentConfig.of("{content}")),
        "Cannot use document.format: 'text' would take the base64 of source.format: binaryFile for"
            + " the text. Set document.format: binary, or leave it out.");
    assertRefused(
        () -> FreshetConfig.of("a", HOME, files(SourceFormat.TEXT), path, binary("{value}")),
        "Cannot use document.format: 'binary' does not go with source.format: text, which reads"
            + " files as text. Set source.format: binaryFile.");
    assertRefused(
        () -> binary("{name} {content}"),
        "Cannot use document.text: '{name} {content}' is more than one field, and document.format:"
            + " binary decodes a single one. Name the field with the file alone, such as {content}.");
  }

  private static SourceConfig files(SourceFormat format) {
    return new SourceConfig(
        Path.of("/landing"), format, ChangeFormat.PLAIN, DiscoveryMode.AUTO, Map.of());
  }

  private static DocumentConfig binary(String template) {
    return new DocumentConfig(
        TextTemplate.parse(template), DocumentFormat.BINARY, List.of(), ChunkingConfig.defaults());
  }

  @Test
  void layoutNamesEveryPlace() {
    // When
    HomeLayout layout = named("articles").layout();

    // Then
    assertThat(layout.bronze()).isEqualTo(HOME.resolve("tables/bronze"));
    assertThat(layout.silver()).isEqualTo(HOME.resolve("tables/silver"));
    assertThat(layout.gold()).isEqualTo(HOME.resolve("tables/gold"));
    assertThat(layout.quarantine()).isEqualTo(HOME.resolve("tables/quarantine"));
    assertThat(layout.ledger()).isEqualTo(HOME.resolve("tables/ledger"));
    assertThat(layout.vectorDirectory()).isEqualTo(HOME.resolve("vectors"));
    assertThat(layout.vectorTable()).isEqualTo(HOME.resolve("vectors/articles.lance"));
    assertThat(layout.checkpoint("s1")).isEqualTo(HOME.resolve("checkpoint/s1"));
    assertThat(layout.fileLog()).isEqualTo(HOME.resolve("filelog"));
    assertThat(layout.keyIndex()).isEqualTo(HOME.resolve("state/keys"));
    assertThat(layout.vectorCache()).isEqualTo(HOME.resolve("state/vectors"));
    assertThat(layout.statusFile()).isEqualTo(HOME.resolve("status.json"));
  }

  private static FreshetConfig named(String name) {
    return FreshetConfig.of(name, HOME, SOURCE, RECORD, DOCUMENT);
  }
}
