package dev.freshet.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs in the integration test phase, when everything the launcher starts is built. */
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class LauncherIT {

  @TempDir private Path directory;

  private Installation installation;

  @BeforeEach
  void install() throws IOException {
    installation = Installation.copy(directory);
  }

  @Test
  void afterABuildNothingIsBuiltAgain() throws Exception {
    Installation.Ended ended = Installation.ofThisBuild(directory).execute("--version");

    assertThat(ended.expectExit(0).out()).startsWith("freshet ");
    assertThat(ended.err()).isEmpty();
  }

  @Test
  void classPathHasOneJacksonAndNothingThatIsAdded() throws IOException {
    List<String> jars =
        Stream.of(
                Files.readString(installation.launch().resolve("classpath"))
                    .strip()
                    .split(File.pathSeparator))
            .map(path -> Path.of(path).getFileName().toString())
            .toList();

    assertThat(jars)
        .noneMatch(jar -> jar.startsWith("langchain4j-core"))
        .noneMatch(jar -> jar.startsWith("freshet-embedding-langchain4j"))
        .filteredOn(jar -> jar.startsWith("jackson-databind-2"))
        .hasSize(1);
  }

  @Test
  void verbsEndWithTheirExitCodesFromAnyDirectoryAndThroughALink() throws Exception {
    Installation linked = installation.throughLink();

    linked.execute("init", "my pipeline").expectExit(0);
    linked.execute("validate", "-f", "my pipeline/pipeline.yaml").expectExit(0);
    Installation.Ended status =
        linked.execute("status", "-f", "my pipeline/pipeline.yaml", "-o", "json").expectExit(0);
    linked.execute("search", "text", "-f", "my pipeline/pipeline.yaml").expectExit(1);
    linked.execute("serach").expectExit(2);
    Files.delete(directory.resolve("my pipeline/landing/sample.jsonl"));
    Files.delete(directory.resolve("my pipeline/landing"));
    linked.execute("validate", "-f", "my pipeline/pipeline.yaml").expectExit(3);

    assertThat(status.out()).startsWith("{").contains("\"state\":\"never-run\"");
    assertThat(status.err()).isEmpty();
  }

  @Test
  void sourcesThatChangedAreBuiltFirst() throws Exception {
    changeSources();
    installation.maven("echo \"$@\"; echo it does not compile; exit 1");

    Installation.Ended ended = installation.execute("--version").expectExit(1);

    assertThat(ended.out()).isEmpty();
    assertThat(ended.err())
        .startsWith("building freshet; ")
        .contains("-pl cli -am package", "it does not compile")
        .endsWith("Cannot build freshet: see the messages of Maven above.\n");
  }

  @Test
  void oneOfSeveralStartsBuildsAndTheOthersWait() throws Exception {
    assumeThat(Path.of("/usr/bin/flock")).exists();
    changeSources();
    installation.maven(
        "echo built >> \"%s\"; sleep 1; touch \"%s\""
            .formatted(directory.resolve("builds"), installation.launch().resolve("classpath")));

    Installation.Started first = installation.start(Map.of(), "--version");
    Installation.Started second = installation.start(Map.of(), "--version");

    Installation.awaitEnd(first).expectExit(0);
    Installation.awaitEnd(second).expectExit(0);
    assertThat(directory.resolve("builds")).hasContent("built");
  }

  @Test
  void javaThatIsTooOldOrMissingIsNamed() throws Exception {
    Path home = Files.createDirectories(directory.resolve("jre/bin")).getParent();
    Map<String, String> environment = Map.of("JAVA_HOME", home.toString());

    assertThat(installation.execute(environment, "--version").expectExit(1).err())
        .isEqualTo(
            "Cannot start freshet: there is no %s/bin/java. Install a JDK 17, or let JAVA_HOME name one.\n"
                .formatted(home));

    Path java = home.resolve("bin/java");
    Files.writeString(java, "#!/bin/sh\necho 'openjdk version \"11.0.2\"' >&2\nexit 1\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    assertThat(installation.execute(environment, "--version").expectExit(1).err())
        .isEqualTo(
            "Cannot start freshet: %s is Java 11. Let JAVA_HOME name a JDK 17 or newer.\n"
                .formatted(java));
  }

  @Test
  void nextStartClearsAwayWhatAKilledProcessLeft() throws Exception {
    installation.execute("init", "pipeline").expectExit(0);
    Installation.Started run = installation.start(Map.of(), "run", "-f", "pipeline/pipeline.yaml");
    String pid = String.valueOf(run.process().pid());
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> isJava(run.process()) && names(installation).contains(pid));
    run.process().destroyForcibly();
    Installation.awaitEnd(run);
    assertThat(names(installation)).contains(pid);

    installation.execute("--version").expectExit(0);

    assertThat(names(installation)).doesNotContain(pid);
  }

  @Test
  void contentThatNoProcessLeftIsNotCleared() throws Exception {
    installation.execute("--version").expectExit(0);
    Path other = installation.scratch().get(0).resolveSibling("notes");
    Files.createDirectories(other);

    installation.execute("--version").expectExit(0);

    assertThat(other).exists();
  }

  @Test
  void classesOfTheFirstRunMakeLaterStartsQuicker() throws Exception {
    installation.execute("init", "pipeline").expectExit(0);
    Path archive = installation.launch().resolve("classes.jsa");

    installation.execute("run", "--help").expectExit(0);
    installation.execute("--version").expectExit(0);
    assertThat(archive).as("of a process that loaded next to nothing").doesNotExist();

    installation.execute("run", "--once", "-f", "pipeline/pipeline.yaml").expectExit(0);
    installation
        .execute(
            Map.of("FRESHET_JAVA_OPTS", "-Xlog:class+load:file=loaded.txt"),
            "search",
            "I lost my password",
            "-f",
            "pipeline/pipeline.yaml")
        .expectExit(0);

    assertThat(archive).exists();
    assertThat(Files.readString(directory.resolve("loaded.txt")))
        .containsPattern(
            "dev\\.freshet\\.core\\.config\\.FreshetConfig source: shared objects file \\(top\\)");
  }

  private void changeSources() throws IOException {
    Path source = Files.createFile(installation.root().resolve("cli/src/main/New.java"));
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(-1)));
    Files.setLastModifiedTime(
        installation.launch().resolve("classpath"), FileTime.from(Instant.now().minusSeconds(60)));
  }

  private static boolean isJava(Process process) {
    return process.info().command().map(command -> command.endsWith("java")).orElse(false);
  }

  private static List<String> names(Installation installation) throws IOException {
    return installation.scratch().stream().map(path -> path.getFileName().toString()).toList();
  }
}
