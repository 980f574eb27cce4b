package dev.freshet.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.config.OptimizeConfig;
import dev.freshet.core.config.value.FilesPerTrigger;
import dev.freshet.core.error.InvalidConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class PipelineYamlTest {

  private static final String MINIMAL =
      """
      name: articles
      source: { path: landing }
      record: { key: [id] }
      document: { text: "{title}" }
      """;

  @TempDir private Path directory;

  @Test
  void minimalFileIsEnough() throws IOException {
    // When
    FreshetConfig config = read(MINIMAL);

    // Then
    assertThat(config.name()).isEqualTo("articles");
    assertThat(config.source().location().text())
        .isEqualTo(directory.resolve("landing").toString());
    assertThat(config.home()).isEqualTo(directory.resolve("articles"));
  }

  @Test
  @Timeout(10)
  void whatIsEndlessOrHugeIsRefusedAndNeverRead() throws Exception {
    Path pipe = directory.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Path huge = Files.write(directory.resolve("huge.yaml"), new byte[(1 << 20) + 1]);

    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> new PipelineYaml(name -> null).read(pipe))
        .withMessage("Cannot read " + pipe + ": it is a device or a pipe. Name a file.");
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> new PipelineYaml(name -> null).read(Path.of("/dev/zero")))
        .withMessage("Cannot read /dev/zero: it is a device or a pipe. Name a file.");
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> new PipelineYaml(name -> null).read(huge))
        .withMessageContaining("it has 1048577 bytes, and at most 1048576 are read");
  }

  @Test
  void scalarsKeepTheirType() throws IOException {
    // When
    FreshetConfig config =
        read(
            MINIMAL.replace("landing }", "landing, options: { a: true, b: 1.10, c: x, d: 7 } }")
                + "pipeline: { trigger: 500ms, max-files-per-trigger: 20 }\n"
                + "optimize: { mode: off }\n"
                + "serve: { port: 0 }\n");

    // Then
    assertThat(config.source().options())
        .isEqualTo(Map.of("a", "true", "b", "1.10", "c", "x", "d", "7"));
    assertThat(config.pipeline().trigger()).isEqualTo(Duration.ofMillis(500));
    assertThat(config.pipeline().maxFilesPerTrigger()).isEqualTo(FilesPerTrigger.of(20));
    assertThat(config.optimize().mode()).isEqualTo(OptimizeConfig.Mode.OFF);
    assertThat(config.serve().port()).isZero();
  }

  @Test
  void referencesAreReplaced() throws IOException {
    assertThat(read(MINIMAL.replace("articles", "\"${env:WHICH}\"")).name()).isEqualTo("news");
  }

  @Test
  void everyProblemOfTheTreeIsReported() {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> read(MINIMAL.replace("[id]", "id") + "server: { port: 1 }\n"))
        .withMessage(
            """
            Cannot use server: there is no such key. The nearest is serve.
            Cannot use record.key: 'id' is not a list. Write a list, such as [id] or [tenant, id].""");
  }

  @Test
  void missingFileIsNamed() {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> yaml().read(directory.resolve("none.yaml")))
        .withMessage(
            "Cannot read %s: there is no such file. Name one with -f, or make one with `freshet init`.",
            directory.resolve("none.yaml"));
  }

  @Test
  void directoryIsRefused() {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> yaml().read(directory))
        .withMessage(
            "Cannot read %s: it is a directory. Name a file that this user may read.", directory);
  }

  @Test
  void bytesThatAreNoTextAreRefused() throws IOException {
    // Given
    Path file = Files.write(directory.resolve("pipeline.yaml"), new byte[] {'a', (byte) 0xC3, '('});

    // Then
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> yaml().read(file))
        .withMessage("Cannot read %s: it is not UTF-8 text. Save it as UTF-8.", file);
  }

  @Test
  void emptyFileIsRefused() {
    for (String empty : List.of("", "\n\n", "# nothing\n", "---\n", "~\n")) {
      assertRefused(empty, "it is empty. Make a commented one with `freshet init`.");
    }
  }

  @Test
  void documentThatIsNoMappingIsRefused() {
    String remedy = "Start it with a key, such as name: articles.";
    assertRefused("- a\n- b\n", "it is not a mapping at line 1, column 1. " + remedy);
    assertRefused("\njust text\n", "it is not a mapping at line 2, column 1. " + remedy);
  }

  @Test
  void syntaxErrorHasLineAndColumnAndQuotesNothing() {
    assertRefused(
        "name: articles\nsource: { path: secret\nrecord: 1\n",
        "it is not valid YAML at line 3, column 7 (expected ',' or '}', but got :)."
            + " Check indentation, colons, quotes and brackets there.");
    assertRefused(
        "name: articles\nhome: b: c\n",
        "it is not valid YAML at line 2, column 8 (mapping values are not allowed here)."
            + " Check indentation, colons, quotes and brackets there.");
  }

  @Test
  void keyThatComesTwiceIsRefused() {
    assertRefused(
        "name: a\nsource:\n  path: x\n  path: y\n",
        "the key 'path' comes twice in one mapping at line 4, column 3. Keep one of them.");
  }

  @Test
  void anchorsAndAliasesAreRefused() {
    assertRefused(
        "name: &n articles\nhome: *n\n",
        "it uses an anchor (&) or alias (*) at line 2, column 7. Write the value out.");
    assertRefused(
        "source: &s\n  path: x\n",
        "it uses an anchor (&) or alias (*) at line 1, column 9. Write the value out.");
    assertRefused(
        "record: { key: &k [id] }\n",
        "it uses an anchor (&) or alias (*) at line 1, column 16. Write the value out.");
  }

  @Test
  void secondDocumentIsRefused() {
    assertRefused(
        MINIMAL + "---\nname: other\n",
        "it has a second document at line 6, column 1. Keep one pipeline per file.");
  }

  @Test
  void depthIsBounded() {
    String deep = "a: " + "[".repeat(2_000) + "]".repeat(2_000) + "\n";
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> read(deep))
        .withMessageContaining("it nests more than 64 levels deep");
  }

  private void assertRefused(String text, String why) {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> read(text))
        .withMessage("Cannot read " + directory.resolve("pipeline.yaml") + ": " + why);
  }

  private FreshetConfig read(String text) throws IOException {
    return yaml().read(Files.writeString(directory.resolve("pipeline.yaml"), text));
  }

  private static PipelineYaml yaml() {
    return new PipelineYaml(Map.of("WHICH", "news")::get);
  }
}
