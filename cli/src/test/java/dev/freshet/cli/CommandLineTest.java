package dev.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cli.answer.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The errors of a wrong command line or configuration. */
class CommandLineTest {

  @TempDir private Path directory;

  @Test
  void verbIsRequired() {
    Cli.Ended ended = Cli.execute();

    assertThat(ended.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(ended.err())
        .startsWith(
            "Cannot understand the command line: No verb is given. Name one of the verbs below.\n")
        .contains("Usage: freshet");
    assertThat(ended.out()).isEmpty();
  }

  @Test
  void unknownVerbIsNamedWithTheOnesMostLikeIt() {
    Cli.Ended ended = Cli.execute("serach");

    assertThat(ended.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(ended.err())
        .startsWith("Cannot understand the command line: Unmatched argument at index 0: 'serach'\n")
        .contains("freshet search");
    assertThat(ended.out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "optimize", "validate", "profile", "status", "verify"})
  void unknownOptionIsNamed(String verb) {
    Cli.Ended ended = Cli.execute(verb, "--bogus");

    assertThat(ended.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(ended.err())
        .startsWith("Cannot understand the command line: Unknown option: '--bogus'\n");
    assertThat(ended.out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--bogus -o json",
        "-o json --bogus",
        "-ojson --bogus",
        "-o=json --bogus",
        "--output json --bogus",
        "-k x --output=JSON"
      })
  void wrongCommandLineIsAJsonObjectIfJsonIsAskedFor(String options) {
    Cli.Ended ended = Cli.execute(("search text " + options).split(" "));

    assertThat(ended.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(Cli.names(ended.json())).containsExactly("error");
    assertThat(Cli.names(ended.json().get("error"))).containsExactly("code", "name", "message");
    assertThat(ended.json().at("/error/code").asInt()).isEqualTo(1002);
    assertThat(ended.json().at("/error/name").asText()).isEqualTo("INVALID_REQUEST");
    assertThat(ended.err()).startsWith(ended.json().at("/error/message").asText() + "\n");
  }

  @Test
  void textThatLooksLikeTheOptionForJsonIsNotOne() {
    assertThat(Cli.execute("search", "x-o json", "--bogus").out()).isEmpty();
  }

  @Test
  void missingFileIsNamed() {
    String file = directory.resolve("none.yaml").toString();
    String message =
        "Cannot read %s: there is no such file. Name one with -f, or make one with `freshet init`."
            .formatted(file);

    for (String verb :
        new String[] {"validate", "profile", "run", "optimize", "status", "verify"}) {
      Cli.Ended text = Cli.execute(verb, "-f", file);
      text.expectError(ExitCode.USAGE, "INVALID_CONFIG", message);
      assertThat(text.out()).isEmpty();

      Cli.Ended json = Cli.execute(verb, "-f", file, "-o", "json");
      json.expectError(ExitCode.USAGE, "INVALID_CONFIG", message);
      assertThat(json.json().at("/error/code").asInt()).isEqualTo(1001);
    }
  }

  @Test
  void unknownKeyIsAnsweredWithTheNearest() throws IOException {
    String file = Cli.pipeline(directory, Cli.MINIMAL + "embeding: { model: x }\n");

    Cli.execute("run", "-f", file)
        .expectError(
            ExitCode.USAGE,
            "INVALID_CONFIG",
            "Cannot use embeding: there is no such key. The nearest is embedding.");
  }

  @Test
  void everyProblemOfAConfigurationIsReported() throws IOException {
    String file =
        Cli.pipeline(
            directory,
            Cli.MINIMAL.replace("name: docs", "name: Docs")
                + "index: { distance: far }\npipeline: { trigger: soon }\n");

    Cli.Ended ended = Cli.execute("status", "-f", file, "-o", "json");

    assertThat(ended.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(ended.err().lines())
        .hasSize(3)
        .allSatisfy(line -> assertThat(line).startsWith("Cannot use "));
    assertThat(ended.err())
        .contains(
            "Cannot use name: ", "Cannot use index.distance: ", "Cannot use pipeline.trigger");
    assertThat(ended.json().at("/error/message").asText()).isEqualTo(ended.err().stripTrailing());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 1001})
  void numberOfHitsIsBounded(int k) {
    Cli.execute("search", "text", "-k", String.valueOf(k))
        .expectError(
            ExitCode.USAGE,
            "INVALID_REQUEST",
            "Cannot search for %d hits: k is not in 1 to 1000. Change it.".formatted(k));
  }

  @Test
  void modeThatDoesNotExistYetIsAnsweredWithTheOnesThatDo() {
    Cli.Ended ended = Cli.execute("search", "text", "--mode", "magic");

    assertThat(ended.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(ended.err())
        .startsWith(
            "Cannot understand the command line: Invalid value for option '--mode':"
                + " expected one of [VECTOR, TEXT, HYBRID] (case-insensitive) but was 'magic'\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"4s", "soon", "60", "-60s"})
  void demoRefusesATimeThatIsTooShort(String time) {
    Path home = directory.resolve("demo");

    Cli.execute("demo", "--duration=" + time, "--home", home.toString())
        .expectError(
            ExitCode.USAGE,
            "INVALID_REQUEST",
            "Cannot run the demo for --duration %s: it is not a time of at least 5s. Give one such as 60s or 5m."
                .formatted(time));
    assertThat(home).doesNotExist();
  }

  @Test
  void forceWithoutApplyIsRefused() {
    Cli.execute("profile", "--force")
        .expectError(
            ExitCode.USAGE,
            "INVALID_REQUEST",
            "Cannot use --force without --apply: it forces the change that --apply makes. Add --apply.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--dry-run", "--explain"})
  void dryRunAndWatchExcludeEachOther(String option) {
    Cli.execute("optimize", "--watch", option)
        .expectError(
            ExitCode.USAGE,
            "INVALID_REQUEST",
            "Cannot use --watch with --dry-run or --explain: those run once. Leave --watch out.");
  }

  @Test
  void helpGoesToStdout() {
    Cli.Ended ended = Cli.execute("--help");

    assertThat(ended.exit()).isEqualTo(ExitCode.OK);
    assertThat(ended.out())
        .contains(
            "demo",
            "init",
            "validate",
            "profile",
            "run",
            "optimize",
            "search",
            "status",
            "verify",
            "Exit codes:");
    assertThat(ended.err()).isEmpty();
  }
}
