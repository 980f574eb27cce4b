package dev.freshet.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.cli.answer.ExitCode;
import dev.freshet.core.error.ErrorCode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs in the integration test phase, when everything the launcher starts is built. */
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class LauncherIT {

  /**
   * Of a library: the JVM archives no class of a jar whose path has a blank, as those of modules,
   * and none that was compiled for Java 5, as those of picocli.
   */
  private static final Pattern ARCHIVED =
      Pattern.compile("com\\.fasterxml\\.jackson\\.\\S+ source: shared objects file \\(top\\)");

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

  @ParameterizedTest
  @CsvSource({
    "status, FRESHET_JAVA_OPTS, -Xmx8m, 8m",
    "run, FRESHET_JAVA_OPTS, -Xmx1g -XX:MaxHeapSize=16383k, 16383k",
    "run, FRESHET_OPTIMIZE_JAVA_OPTS, -Xmx08M, 08M",
    "serve, FRESHET_SERVE_JAVA_OPTS, -Xmx0, 0"
  })
  void aHeapWithWhichJavaCannotStartIsAWrongSetting(
      String verb, String variable, String options, String size) throws Exception {
    Installation.Ended ended =
        installation.execute(Map.of(variable, options), verb, "--output=json").expectExit(2);

    String message =
        "Cannot run: the heap of %s is too small: Java needs 16 MiB to start. Set -Xmx1g in %s."
            .formatted(size, variable);
    assertThat(ended.err().strip()).isEqualTo(message);
    assertThat(ended.out().strip())
        .isEqualTo(
            "{\"error\":{\"code\":%d,\"name\":\"INVALID_CONFIG\",\"message\":\"%s\"}}",
            ErrorCode.INVALID_CONFIG.number(), message);
  }

  @Test
  void theLeastHeapThatIsTakenIsEnoughToSayWhatIsWrong() throws Exception {
    Installation.Ended ended =
        installation.execute(Map.of("FRESHET_JAVA_OPTS", "-Xmx16m"), "verify", "-f", "none.yaml");

    assertThat(ended.exit()).isIn(ExitCode.USAGE, ExitCode.OUT_OF_MEMORY);
    assertThat(ended.err()).containsAnyOf("Cannot read none.yaml", "-Xmx in FRESHET_JAVA_OPTS");
  }

  @Test
  void classPathOfEveryVerbHasOneJacksonAndNoOptionalJar() throws IOException {
    assertThat(jars("classpath"))
        .noneMatch(jar -> jar.startsWith("langchain4j-core"))
        .noneMatch(jar -> jar.startsWith("freshet-embedding-langchain4j"))
        .noneMatch(LauncherIT::isOfSpark)
        .filteredOn(jar -> jar.startsWith("jackson-databind-2"))
        .hasSize(1);
    assertThat(jars("classpath-spark"))
        .anyMatch(jar -> jar.startsWith("spark-sql_"))
        .noneMatch(jar -> jar.startsWith("javaparser"));
    assertThat(jars("classpath-demo")).singleElement().asString().startsWith("javaparser-core");
  }

  private List<String> jars(String file) throws IOException {
    return names(Files.readString(installation.launch().resolve(file)).strip());
  }

  private static List<String> names(String classPath) {
    return Stream.of(classPath.split(File.pathSeparator))
        .map(path -> Path.of(path).getFileName().toString())
        .toList();
  }

  private static boolean isOfSpark(String jar) {
    return jar.startsWith("spark-") || jar.startsWith("scala-") || jar.startsWith("javaparser");
  }

  @ParameterizedTest
  @ValueSource(strings = {"init", "optimize", "serve", "keys", "search", "status", "verify"})
  void verbWithoutSparkHasNoJarOfSpark(String verb) throws Exception {
    List<String> command = commandOf(verb);

    assertThat(names(classPath(command)))
        .anyMatch(jar -> jar.startsWith("lance-core"))
        .noneMatch(LauncherIT::isOfSpark);
    assertThat(command).endsWith("dev.freshet.cli.Freshet", verb);
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "validate", "profile", "demo"})
  void verbWithSparkHasItAndItsChildrenDoNot(String verb) throws Exception {
    List<String> command = commandOf(verb);

    assertThat(names(classPath(command))).anyMatch(jar -> jar.startsWith("spark-sql_"));
    assertThat(names(classPath(command)).stream().anyMatch(jar -> jar.startsWith("javaparser")))
        .as("the parser of the demo")
        .isEqualTo(verb.equals("demo"));
    assertThat(names(property(command, "freshet.child.class-path")))
        .anyMatch(jar -> jar.startsWith("lance-core"))
        .noneMatch(LauncherIT::isOfSpark);
    assertThat(property(command, "freshet.child.class-archive")).endsWith("/classes-light.jsa");
  }

  @Test
  void librariesAreDecompressedOnceAndStandInFrontOfTheJarsTheyAreFrom() throws Exception {
    installation.execute("search", "--help").expectExit(0);

    Path stored;
    try (Stream<Path> files = Files.list(installation.launch())) {
      stored =
          files
              .filter(file -> file.getFileName().toString().startsWith("libraries-"))
              .findFirst()
              .orElseThrow();
    }
    assertThat(Files.size(stored)).isGreaterThan(100 << 20);
    assertThat(classPath(commandOf("optimize"))).startsWith(stored + ":");
    assertThat(property(commandOf("run"), "freshet.child.class-path")).startsWith(stored + ":");
  }

  @Test
  void librariesThatCannotBeDecompressedAreToldInALineAndTheVerbRuns() throws Exception {
    Map<String, String> java =
        installation.javaHome(
            """
            case "$*" in
              -version) echo 'openjdk version "17.0.2"' >&2 ;;
              *JvmOptions*) for last; do :; done; echo -Doption=1 > "$last" ;;
              *StoredLibraries*) exit 1 ;;
              *) echo runs ;;
            esac
            """);

    Installation.Ended ended = installation.execute(java, "search", "text").expectExit(0);

    assertThat(ended.out()).isEqualTo("runs\n");
    assertThat(ended.err())
        .startsWith("Cannot decompress the native libraries into " + installation.launch())
        .endsWith("Make room for 250 MB there.\n");
  }

  private List<String> commandOf(String verb) throws Exception {
    return installation
        .execute(installation.echoingJava(), verb)
        .expectExit(0)
        .out()
        .lines()
        .toList();
  }

  private static String classPath(List<String> command) {
    return command.get(command.indexOf("-cp") + 1);
  }

  private static String property(List<String> command, String name) {
    String start = "-D" + name + "=";
    return command.stream()
        .filter(argument -> argument.startsWith(start))
        .map(argument -> argument.substring(start.length()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void verbsEndWithTheirExitCodesFromAnyDirectoryAndThroughALink() throws Exception {
    Installation linked = installation.throughLink();

    linked.execute("init", "my pipeline").expectExit(0);
    Installation.Ended status =
        linked.execute("status", "-f", "my pipeline/pipeline.yaml", "-o", "json").expectExit(0);
    Installation.Ended validated =
        linked.execute("validate", "-f", "my pipeline/pipeline.yaml", "-o", "json").expectExit(0);
    linked.execute("search", "text", "-f", "my pipeline/pipeline.yaml").expectExit(1);
    linked.execute("serach").expectExit(2);
    Files.delete(directory.resolve("my pipeline/landing/sample.jsonl"));
    Files.delete(directory.resolve("my pipeline/landing"));
    linked.execute("validate", "-f", "my pipeline/pipeline.yaml").expectExit(3);

    assertThat(status.out()).startsWith("{").contains("\"state\":\"never-run\"");
    assertThat(status.err()).isEmpty();
    assertThat(validated.out()).as("landed files are read without Spark").contains("\"fine\":8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cli", "extensions/demo"})
  void sourcesThatChangedAreBuiltFirst(String module) throws Exception {
    changeSources(module);
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
    changeSources("cli");
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
            "Cannot start freshet: there is no %s/bin/java. Install a JDK 17 or newer, or let JAVA_HOME name one.\n"
                .formatted(home));

    Path java = home.resolve("bin/java");
    installation.javaHome("echo 'openjdk version \"11.0.2\"' >&2; exit 1");
    assertThat(installation.execute(environment, "--version").expectExit(1).err())
        .isEqualTo(
            "Cannot start freshet: %s is Java 11. Let JAVA_HOME name a JDK 17 or newer.\n"
                .formatted(java));
  }

  @Test
  void movedCheckoutIsNotBuiltAgainAndUsesItsOwnJars() throws Exception {
    installation.execute("--version").expectExit(0);
    Path archive = Files.writeString(installation.launch().resolve("classes-light.jsa"), "old");

    Installation moved = installation.moved();

    assertThat(moved.execute("--version").expectExit(0).out()).startsWith("freshet ");
    assertThat(moved.launch().resolve(archive.getFileName()))
        .as("the class data archive, which names jars by their former paths")
        .doesNotExist();
    List<String> command =
        moved.execute(moved.echoingJava(), "run").expectExit(0).out().lines().toList();
    assertThat(classPath(command).split(File.pathSeparator))
        .filteredOn(jar -> jar.contains("/freshet-"))
        .hasSizeGreaterThan(8)
        .allMatch(jar -> jar.startsWith(directory.resolve("moved") + "/"));
  }

  @Test
  void unpackedArchiveRunsForAnotherUserWithoutHomeAndLocaleAndIsNotWrittenTo() throws Exception {
    Installation unpacked = Installation.unpacked(directory);
    Path root = directory.resolve("frëshet 1");
    List<String> before = everything(root);
    Map<String, String> bare =
        Map.of("HOME", Installation.UNSET, "LC_ALL", "C", "JAVA_HOME", Installation.UNSET);
    Installation linked = unpacked.throughLink();

    linked.execute(bare, "init", "pipeline").expectExit(0);
    Installation.Ended validated =
        linked.execute(bare, "validate", "-f", "pipeline/pipeline.yaml", "-o", "json");

    assertThat(validated.expectExit(0).out()).contains("\"fine\":8");
    assertThat(validated.err()).isEmpty();
    assertThat(everything(root)).isEqualTo(before);
    assertThat(unpacked.moved().execute(bare, "--version").expectExit(0).out())
        .startsWith("freshet ");
  }

  private static List<String> everything(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.map(Path::toString).sorted().toList();
    }
  }

  @Test
  void unpackedArchiveKeepsWhatMakesStartsQuickerInTheCacheOfTheUser() throws Exception {
    Installation unpacked = Installation.unpacked(directory);
    Path cache = directory.resolve("cache");
    Map<String, String> environment = new HashMap<>(unpacked.echoingJava());
    environment.put("XDG_CACHE_HOME", cache.toString());
    Files.createDirectories(cache);

    String run =
        unpacked.execute(environment, "run").expectExit(0).out().lines().toList().toString();

    assertThat(run)
        .contains("-XX:ArchiveClassesAtExit=" + cache.resolve("freshet"))
        .contains("-Dfreshet.child.class-archive=" + cache.resolve("freshet"))
        .contains("-Dfreshet.demo.corpus=" + directory.resolve("frëshet 1/lib/demo-corpus"));
    environment.put("XDG_CACHE_HOME", "/proc/none");
    assertThat(unpacked.execute(environment, "run").expectExit(0).out()).doesNotContain(".jsa");
  }

  @Test
  void unpackedArchiveSaysWhatItLacks() throws Exception {
    Installation unpacked = Installation.unpacked(directory);
    Path tools = Files.createDirectories(directory.resolve("tools"));
    for (String tool : List.of("bash", "dirname", "readlink", "id", "sed", "env")) {
      Files.createSymbolicLink(tools.resolve(tool), Path.of("/usr/bin").resolve(tool));
    }
    Map<String, String> noJava = Map.of("JAVA_HOME", Installation.UNSET, "PATH", tools.toString());

    assertThat(unpacked.execute(noJava, "--version").expectExit(1).err())
        .isEqualTo(
            "Cannot start freshet: there is no java. Install a Java runtime 17 or newer, or let JAVA_HOME name one.\n");

    Path jar;
    try (Stream<Path> files = Files.list(directory.resolve("frëshet 1/lib"))) {
      jar = files.filter(file -> file.toString().contains("lance-core")).findFirst().orElseThrow();
    }
    Files.delete(jar);
    assertThat(unpacked.execute("--version").expectExit(1).err())
        .isEqualTo(
            "Cannot start freshet: there is no %s. Unpack the archive again.\n".formatted(jar));
  }

  @Test
  void nextStartRemovesTheFilesOfAKilledProcess() throws Exception {
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
  void directoryOfNoProcessIsNotRemoved() throws Exception {
    installation.execute("--version").expectExit(0);
    Path other = installation.scratch().get(0).resolveSibling("notes");
    Files.createDirectories(other);

    installation.execute("--version").expectExit(0);

    assertThat(other).exists();
  }

  @Tag("long")
  @Test
  void classesOfTheFirstProcessesMakeLaterStartsQuicker() throws Exception {
    installation.execute("init", "pipeline").expectExit(0);
    Path file = directory.resolve("pipeline/pipeline.yaml");
    String yaml = Files.readString(file);
    Files.writeString(file, yaml.replace("\noptimize:\n", "\noptimize:\n  mode: off\n"));
    assertThat(file).content().isNotEqualTo(yaml);
    Path spark = installation.launch().resolve("classes-spark.jsa");
    Path light = installation.launch().resolve("classes-light.jsa");

    installation.execute("run", "--help").expectExit(0);
    installation.execute("search", "--help").expectExit(0);
    installation.execute("--version").expectExit(0);
    assertThat(List.of(spark, light))
        .as("of processes that loaded next to nothing")
        .noneMatch(Files::exists);

    installation.execute("run", "--once", "-f", "pipeline/pipeline.yaml").expectExit(0);
    search().expectExit(0);

    assertThat(loadedBy("run", "--help")).containsPattern(ARCHIVED);
    assertThat(loadedBy("search", "--help")).containsPattern(ARCHIVED);
    assertThat(List.of(spark, light)).allMatch(Files::exists);
  }

  private Installation.Ended search() throws Exception {
    return installation.execute("search", "I lost my password", "-f", "pipeline/pipeline.yaml");
  }

  /** The log of the classes that a verb loads. */
  private String loadedBy(String... arguments) throws Exception {
    installation
        .execute(Map.of("FRESHET_JAVA_OPTS", "-Xlog:class+load:file=loaded.txt"), arguments)
        .expectExit(0);
    return Files.readString(directory.resolve("loaded.txt"));
  }

  private void changeSources(String module) throws IOException {
    Path source = Files.createFile(installation.root().resolve(module + "/src/main/New.java"));
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
