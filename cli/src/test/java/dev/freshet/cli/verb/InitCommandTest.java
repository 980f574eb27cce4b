package dev.freshet.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.cli.Cli;
import dev.freshet.cli.answer.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InitCommandTest {

  @TempDir private Path parent;

  @Test
  void writesAConfigurationAndASampleInADirectoryOfItsOwn() {
    Path directory = parent.resolve("new").resolve("pipeline");

    Cli.Ended ended = Cli.execute("init", directory.toString());

    assertThat(ended.exit()).isEqualTo(ExitCode.OK);
    assertThat(directory.resolve("pipeline.yaml")).isNotEmptyFile();
    assertThat(directory.resolve("landing/sample.jsonl")).isNotEmptyFile();
    assertThat(ended.out())
        .startsWith(
            "wrote %1$s/pipeline.yaml%nwrote %1$s/landing/sample.jsonl%n".formatted(directory))
        .contains("freshet run --once -f " + directory + "/pipeline.yaml");
    assertThat(ended.err()).isEmpty();
  }

  @Test
  void answersWithThePathsAsJson() {
    JsonNode answer = Cli.execute("init", parent.toString(), "-o", "json").json();

    assertThat(Cli.names(answer)).containsExactly("files");
    assertThat(answer.get("files"))
        .extracting(JsonNode::asText)
        .containsExactly(parent + "/pipeline.yaml", parent + "/landing/sample.jsonl");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pipeline.yaml", "landing/sample.jsonl"})
  void writesNothingWhenAFileIsThere(String existing) throws IOException {
    Path file = parent.resolve(existing);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "mine");

    Cli.execute("init", parent.toString())
        .expectError(
            ExitCode.USAGE,
            "INVALID_REQUEST",
            "Cannot write %s: it exists. Name another directory, or move it away.".formatted(file));

    assertThat(file).hasContent("mine");
    try (var files = Files.walk(parent)) {
      assertThat(files.filter(Files::isRegularFile)).containsExactly(file);
    }
  }

  @Test
  void fileInTheWayOfTheDirectoryIsNamed() throws IOException {
    Path file = Files.writeString(parent.resolve("taken"), "mine");

    Cli.Ended ended = Cli.execute("init", file.toString());

    assertThat(ended.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(ended.err())
        .startsWith("Cannot write " + file + "/pipeline.yaml: ")
        .endsWith(". Name a directory you may write to.\n");
    assertThat(file).hasContent("mine");
  }

  @Test
  void directoryIsRequired() {
    Cli.Ended ended = Cli.execute("init");

    assertThat(ended.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(ended.err())
        .startsWith("Cannot understand the command line: Missing required parameter: 'DIR'\n");
  }
}
