package dev.freshet.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.config.value.FilesPerTrigger;
import dev.freshet.core.config.value.TokensPerTrigger;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineEditTest {

  private static final String HEAD =
      """
      # Ours; \uD83D\uDE80 do not touch
      name: docs   # the name
      source: { path: landing }
      record: { key: [id] }
      document: { text: "{body}" }
      """;

  @TempDir private Path directory;
  private final PipelineEdit edit = new PipelineEdit(new PipelineYaml(name -> null));

  @Test
  void valuesAreReplacedInPlaceAndTheRestStays() throws IOException {
    expect(
        HEAD
            + """
            pipeline: # how it runs
              # why so slow
              trigger: "5s"   # slow
              topology: fused
              max-files-per-trigger: auto

            slo: { freshness: { p95: 3s } }
            """,
        HEAD
            + """
            pipeline: # how it runs
              max-tokens-per-trigger: 21018
              # why so slow
              trigger: 1s   # slow
              topology: fused
              max-files-per-trigger: 21

            slo: { freshness: { p95: 3s } }
            """,
        "+   max-tokens-per-trigger: 21018",
        "-   trigger: \"5s\"   # slow",
        "+   trigger: 1s   # slow",
        "-   max-files-per-trigger: auto",
        "+   max-files-per-trigger: 21");
  }

  @Test
  void sectionThatIsMissingComesLast() throws IOException {
    expect(
        HEAD.stripTrailing(),
        HEAD
            + """

            pipeline:
              trigger: 1s
              max-files-per-trigger: 21
              max-tokens-per-trigger: 21018
            """,
        "+ ",
        "+ pipeline:",
        "+   trigger: 1s",
        "+   max-files-per-trigger: 21",
        "+   max-tokens-per-trigger: 21018");
  }

  @Test
  void bracesStayBraces() throws IOException {
    expect(
        HEAD + "pipeline: { trigger: 0s }\nserve: { port: 0 }\n",
        HEAD
            + "pipeline: { max-files-per-trigger: 21, max-tokens-per-trigger: 21018, trigger: 1s }\n"
            + "serve: { port: 0 }\n",
        "- pipeline: { trigger: 0s }",
        "+ pipeline: { max-files-per-trigger: 21, max-tokens-per-trigger: 21018, trigger: 1s }");
    expect(
        HEAD + "pipeline: {}\n",
        HEAD
            + "pipeline: { trigger: 1s, max-files-per-trigger: 21, max-tokens-per-trigger: 21018 }\n",
        "- pipeline: {}",
        "+ pipeline: { trigger: 1s, max-files-per-trigger: 21, max-tokens-per-trigger: 21018 }");
  }

  @Test
  void linesThatShowTheDefaultsAreReplaced() throws IOException {
    String sample;
    try (var stream =
        Objects.requireNonNull(
            getClass().getResourceAsStream("/dev/freshet/cli/verb/init/pipeline.yaml"))) {
      sample = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }

    expect(
        sample,
        sample
            .replace("  #trigger: 0s", "  trigger: 1s")
            .replace("  #max-files-per-trigger: auto", "  max-files-per-trigger: 21")
            .replace("  #max-tokens-per-trigger: auto", "  max-tokens-per-trigger: 21018"),
        "-   #trigger: 0s",
        "+   trigger: 1s",
        "-   #max-files-per-trigger: auto",
        "-   #max-tokens-per-trigger: auto",
        "+   max-files-per-trigger: 21",
        "+   max-tokens-per-trigger: 21018");
  }

  @Test
  void emptySectionsAndValuesAreFilled() throws IOException {
    String keys = "\n  trigger: 1s\n  max-files-per-trigger: 21\n  max-tokens-per-trigger: 21018\n";
    assertThat(edited(HEAD + "pipeline:\n")).isEqualTo(HEAD + "pipeline:" + keys);
    assertThat(edited(HEAD + "pipeline:")).isEqualTo(HEAD + "pipeline:" + keys.stripTrailing());
    assertThat(edited(HEAD + "pipeline: ~\n")).isEqualTo(HEAD + "pipeline: " + keys);
    assertThat(edited(HEAD + "pipeline:\n    trigger:  # none\n    topology: fused\n"))
        .isEqualTo(
            HEAD
                + "pipeline:\n    max-files-per-trigger: 21\n    max-tokens-per-trigger: 21018\n"
                + "    trigger: 1s  # none\n    topology: fused\n");
  }

  @Test
  void lineEndsOfWindowsStay() throws IOException {
    String text =
        (HEAD + "pipeline:\n  topology: fused\nserve: { port: 0 }\n").replace("\n", "\r\n");

    String edited = edited(text);

    assertThat(edited.replace("\r\n", "")).doesNotContain("\n", "\r");
    assertThat(edited).contains("  trigger: 1s\r\n").endsWith("serve: { port: 0 }\r\n");
  }

  @Test
  void settingAgainChangesNothing() throws IOException {
    Path file = write(HEAD);
    set(file);
    String once = Files.readString(file);

    assertThat(set(file)).isEmpty();
    assertThat(file).hasContent(once);
  }

  @Test
  void fileThatCannotBeEditedSafelyIsRefusedAndStays() throws IOException {
    String braces =
        "{ name: docs, source: { path: landing }, record: { key: [id] }, document: { text: x } }\n";
    Path file = write(braces);

    assertThatThrownBy(() -> set(file))
        .isInstanceOfSatisfying(
            FreshetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CONFIG))
        .hasMessageStartingWith("Cannot edit " + file + ": ")
        .hasMessageContaining("trigger=1s")
        .hasMessageEndingWith("the file is unchanged.");
    assertThat(file).hasContent(braces);

    String ended = HEAD + "...\n";
    Files.writeString(file, ended);
    assertThatThrownBy(() -> set(file)).hasMessageStartingWith("Cannot edit " + file + ": ");
    assertThat(file).hasContent(ended);
    assertThat(directory.toFile().list()).containsExactly("pipeline.yaml");
  }

  @Test
  void editWithoutTheWantedResultIsRefused() throws IOException {
    Path file = write(HEAD);

    assertThatThrownBy(() -> edit.set(file, Map.of("trigger", "1s"), config -> false))
        .hasMessageStartingWith("Cannot edit " + file + ": ");
    assertThat(file).hasContent(HEAD);
  }

  @Test
  void linkAndPermissionsStay() throws IOException {
    Path real = write(HEAD);
    Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-r-----"));
    Path link = Files.createSymbolicLink(directory.resolve("link.yaml"), real);

    set(link);

    assertThat(link).isSymbolicLink();
    assertThat(Files.readString(real)).contains("trigger: 1s");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(real)))
        .isEqualTo("rw-r-----");
  }

  @Test
  void fileThatMayNotBeWrittenIsRefusedAndStays() throws IOException {
    Path file = write(HEAD);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
    assumeThat(Files.isWritable(file)).as("this user may write every file").isFalse();

    assertThatThrownBy(() -> set(file))
        .isInstanceOfSatisfying(
            FreshetException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE))
        .hasMessageContaining("read-only");
    assertThat(file).hasContent(HEAD);
  }

  private void expect(String before, String after, String... diff) throws IOException {
    Path file = write(before);

    List<String> changed = set(file);

    assertThat(Files.readString(file)).isEqualTo(after);
    assertThat(changed).containsExactly(diff);
  }

  private String edited(String before) throws IOException {
    Path file = write(before);
    set(file);
    return Files.readString(file);
  }

  private List<String> set(Path file) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("trigger", "1s");
    values.put("max-files-per-trigger", "21");
    values.put("max-tokens-per-trigger", "21018");
    return edit.set(file, values, PipelineEditTest::isWanted);
  }

  private static boolean isWanted(FreshetConfig config) {
    return config.pipeline().trigger().equals(Duration.ofSeconds(1))
        && config.pipeline().maxFilesPerTrigger().equals(FilesPerTrigger.of(21))
        && config.pipeline().maxTokensPerTrigger().equals(TokensPerTrigger.of(21_018));
  }

  private Path write(String text) throws IOException {
    return Files.writeString(directory.resolve("pipeline.yaml"), text);
  }
}
