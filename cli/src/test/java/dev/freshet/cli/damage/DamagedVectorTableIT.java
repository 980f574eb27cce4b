package dev.freshet.cli.damage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cli.Cli;
import dev.freshet.cli.answer.ExitCode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the commands say of a damaged vector table, and that their advice helps. */
@Timeout(300)
class DamagedVectorTableIT {

  @TempDir private Path directory;
  private String file;
  private Path table;

  @BeforeEach
  void fill() throws IOException {
    Path home = directory.resolve("home");
    file =
        Cli.pipeline(
            directory,
            """
            name: docs
            home: %s
            source: { path: %s }
            record: { key: [id] }
            document: { text: "{body}" }
            optimize: { mode: off }
            """
                .formatted(home, directory.resolve("landing")));
    Files.writeString(
        directory.resolve("landing/a.json"),
        "{\"id\":1,\"body\":\"the river\"}\n{\"id\":2,\"body\":\"the market\"}\n");
    assertThat(Cli.execute("run", "--once", "-f", file).exit()).isZero();
    table = home.resolve("vectors/docs.lance");
  }

  @Test
  void manifestThatIsCutIsNamedAndRunHealsIt() throws IOException {
    Path manifest = newestManifest();
    cut(manifest);

    refusedByName(manifest);

    assertThat(Cli.execute("run", "--once", "-f", file).exit()).isZero();
    assertThat(table.resolveSibling("docs.lance.damaged")).isDirectory();
    intact();
  }

  @Test
  void dataFileThatIsCutIsNamedAndRunHealsIt() throws IOException {
    Path data = dataFile();
    cut(data);

    refusedByName(data);

    assertThat(Cli.execute("run", "--once", "-f", file).exit()).isZero();
    intact();
  }

  private void refusedByName(Path damaged) {
    for (String[] verb : new String[][] {{"verify"}, {"optimize"}, {"search", "river"}}) {
      String[] all = Stream.concat(Stream.of(verb), Stream.of("-f", file)).toArray(String[]::new);
      Cli.Ended ended = Cli.execute(all);

      assertThat(ended.exit()).as(verb[0]).isEqualTo(ExitCode.FAILED);
      assertThat(ended.err())
          .as(verb[0])
          .contains("Cannot open vector table " + table + ": " + damaged + " is damaged")
          .contains("start `run`: it puts the table aside and fills it again from Gold");
    }
  }

  private void intact() {
    Cli.Ended verified = Cli.execute("verify", "--deep", "-f", file, "-o", "json");
    assertThat(verified.exit()).as(verified.err()).isZero();
    assertThat(verified.json().get("equal").asBoolean()).isTrue();
    assertThat(Cli.execute("search", "river", "-f", file).out()).contains("the river");
  }

  private Path newestManifest() throws IOException {
    try (Stream<Path> files = Files.list(table.resolve("_versions"))) {
      return files
          .filter(each -> each.toString().endsWith(".manifest"))
          .min(Comparator.naturalOrder())
          .orElseThrow();
    }
  }

  /** The data file of the rows: that of the anchor row is smaller. */
  private Path dataFile() throws IOException {
    try (Stream<Path> files = Files.list(table.resolve("data"))) {
      return files
          .max(Comparator.comparingLong((Path each) -> each.toFile().length()))
          .orElseThrow();
    }
  }

  private static void cut(Path file) throws IOException {
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      open.setLength(open.length() / 2);
    }
  }
}
