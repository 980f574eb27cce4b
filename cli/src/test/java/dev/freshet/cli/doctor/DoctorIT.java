package dev.freshet.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.cli.Cli;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorIT {

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private final List<String> planted = new ArrayList<>();

  @TempDir private Path directory;

  @Test
  void nothingThatWasPlantedIsInTheArchive() throws Exception {
    Path secretFile = Files.writeString(directory.resolve("key.txt"), plant() + "\n");
    String yaml =
        """
        # comment %s
        name: docs
        source: { path: landing, options: { fs.azure.account.key: "%s", password: "%s" } }
        record: { key: [id] }
        document: { text: "{body}" }
        embedding:
          provider: tei
          url: "https://user:%s@host/v1?sig=%s&code=%s"
          api-key: ${env:FRESHET_TEST_KEY}
          settings: { apiKey: "${file:%s}", modelName: "%s", pin: 4711471147 }
        unknown: { connection-string: "AccountKey=%s;SharedAccessSignature=%s" }
        api-key: "%s"
        """
            .formatted(
                plant(),
                plant(),
                plant(),
                plant(),
                plant(),
                plant(),
                secretFile,
                plant(),
                plant(),
                plant(),
                plant());
    planted.add("4711471147");
    Cli.pipeline(directory, yaml);
    Path home = Files.createDirectories(directory.resolve("docs"));
    Files.createDirectories(home.resolve("state"));
    Files.writeString(
        home.resolve("status.json"),
        "{\"state\":\"FAILED\",\"lastError\":\"%s\",\"%s\":1}".formatted(plant(), plant() + " x"));
    Files.writeString(
        home.resolve("state/settings.json"),
        "{\"values\":{\"document.text\":\"%s\"}}".formatted(plant()));
    Files.writeString(
        home.resolve("optimize.log"),
        """
        2026-11-30T08:26:13.410Z WARN  LanceTable: could not open {path=/x/%s, version=12, key=%s}
        2026-11-30T08:26:13.410Z WARN  Other: record '%s' with "%s" is bad: %s
        java.lang.IllegalStateException: row %s
        \tat dev.freshet.Some.method(Some.java:12)
        thread 'main' panicked at %s
        Authorization: Bearer %s
        """
            .formatted(plant(), plant(), plant(), plant(), plant(), plant(), plant(), plant()));
    Files.writeString(directory.resolve("landing/" + plant() + ".json"), plant());
    Map<String, String> environment = new HashMap<>();
    environment.put("FRESHET_TEST_KEY", plant());
    environment.put("AWS_SECRET_ACCESS_KEY", plant());
    environment.put("FRESHET_OTHER", plant());
    environment.put("FRESHET_JAVA_OPTS", "-Dx=" + plant());

    int exit = start(environment, "doctor", "--out", "report.zip");

    assertThat(exit).as("see %s", directory).isZero();
    Map<String, String> files = unpack(directory.resolve("report.zip"));
    assertThat(files).containsKeys("diagnosis.json", "machine.json", "configuration.json");
    String said =
        Files.readString(directory.resolve("out")) + Files.readString(directory.resolve("err"));
    for (String secret : planted) {
      assertThat(said).as("what was printed, seed %s", seed).doesNotContain(secret);
      files.forEach(
          (name, content) ->
              assertThat(content).as("%s, seed %s", name, seed).doesNotContain(secret));
    }
    assertThat(files.get("configuration.json")).contains("${env:FRESHET_TEST_KEY}", "landing");
    assertThat(files.get("home/optimize.log"))
        .contains(
            "could not open {version=12}", "java.lang.IllegalStateException\n", "Some.java:12");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(directory.resolve("report.zip"))))
        .isEqualTo("rw-------");
  }

  @Test
  void everyPartOfADamagedHomeThatCannotBeReadIsNamedAndTheRestIsThere() throws Exception {
    String config = Cli.pipeline(directory, Cli.MINIMAL);
    Path home = Files.createDirectories(directory.resolve("docs"));
    Files.createDirectories(home.resolve("state"));
    Files.writeString(home.resolve("status.json"), "{\"state\": " + "damaged");
    Files.createDirectories(home.resolve("optimize.json"));
    Files.createDirectories(home.resolve("optimize.log"));
    Files.write(home.resolve("state/settings.json"), new byte[64]);
    Files.writeString(home.resolve("state/maintenance.json"), "{\"step\":\"compact\"}");
    Files.writeString(Files.createDirectories(home.resolve("filelog")).resolve("CURRENT"), "no");
    Path log = Files.createDirectories(home.resolve("tables/gold/_delta_log"));
    for (int version : List.of(3, 4, 6)) {
      Files.writeString(log.resolve("%020d.json".formatted(version)), "{}");
    }

    Cli.Ended ended = doctor(config, "--quick");

    assertThat(ended.exit()).isZero();
    JsonNode answer = ended.json();
    assertThat(answer.at("/outcome").asText()).isEqualTo("wrong");
    assertThat(answer.get("notRead"))
        .extracting(part -> part.get("part").asText())
        .containsExactlyInAnyOrder(
            "filelog.json",
            "home/status.json",
            "home/optimize.json",
            "home/optimize.log",
            "home/settings.json");
    assertThat(check(answer, "delta-logs").toString())
        .contains("wrong", "gold: entry 5 of its log is missing", "advice");
    Map<String, String> files = unpack(directory.resolve("report.zip"));
    assertThat(files).containsKeys("home.json", "home/maintenance.json", "configuration.json");
    assertThat(files.get("home.json")).contains("\"version\" : 6");
  }

  @Test
  void missingConfigurationAndHomeAreFindingsNotFailures() throws Exception {
    Cli.Ended ended = doctor(directory.resolve("none.yaml").toString());

    assertThat(ended.exit()).isZero();
    assertThat(check(ended.json(), "configuration").get("outcome").asText()).isEqualTo("warn");
    assertThat(check(ended.json(), "home").get("outcome").asText()).isEqualTo("warn");
    assertThat(unpack(directory.resolve("report.zip"))).containsKey("machine.json");
  }

  @Test
  void invalidConfigurationIsNamedAndItsHomeIsLookedAt() throws Exception {
    Files.createDirectories(directory.resolve("docs"));
    String config = Cli.pipeline(directory, Cli.MINIMAL + "wrong-key: 1\n");

    Cli.Ended ended = doctor(config);

    assertThat(ended.exit()).isZero();
    assertThat(check(ended.json(), "configuration").get("advice").asText())
        .contains("freshet validate -f");
    assertThat(check(ended.json(), "home").get("outcome").asText()).isEqualTo("ok");
  }

  @Test
  void otherVerbsAreAsked() throws Exception {
    String config = Cli.pipeline(directory, Cli.MINIMAL);
    Files.writeString(
        directory.resolve("landing/a.json"), "{\"id\": 1, \"body\": \"quiet otter\"}\n");

    Cli.Ended ended = doctor(config);

    assertThat(ended.exit()).isZero();
    assertThat(check(ended.json(), "validate").get("outcome").asText()).isEqualTo("ok");
    assertThat(check(ended.json(), "verify").get("found").asText())
        .isEqualTo("there is no vector table yet");
    Map<String, String> files = unpack(directory.resolve("report.zip"));
    assertThat(files.get("validate.json")).contains("\"fine\" : 1");
    assertThat(files.values()).noneMatch(content -> content.contains("quiet otter"));
  }

  @Test
  void archiveThatCannotBeWrittenIsAFailure() throws Exception {
    Cli.Ended ended =
        Cli.execute("doctor", "--quick", "-f", "none.yaml", "--out", directory + "/none/x.zip");

    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.err())
        .startsWith("Cannot write " + directory + "/none/x.zip: ")
        .contains("with --out.");
  }

  private Cli.Ended doctor(String config, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "doctor",
                "-f",
                config,
                "--home",
                directory.resolve("docs").toString(),
                "--out",
                directory.resolve("report.zip").toString(),
                "-o",
                "json"));
    arguments.addAll(List.of(more));
    return Cli.execute(arguments.toArray(String[]::new));
  }

  private static JsonNode check(JsonNode answer, String name) {
    for (JsonNode check : answer.get("checks")) {
      if (check.get("name").asText().equals(name)) {
        return check;
      }
    }
    throw new AssertionError("no check " + name + " in " + answer);
  }

  /** A random secret, which must be nowhere in the archive. */
  private String plant() {
    StringBuilder secret = new StringBuilder("q");
    while (secret.length() < 16) {
      secret.append((char) ('a' + random.nextInt(26)));
    }
    planted.add(secret.toString());
    return secret.toString();
  }

  private int start(Map<String, String> environment, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), "dev.freshet.cli.Freshet"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(directory.resolve("out").toFile())
            .redirectError(directory.resolve("err").toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    assertThat(process.waitFor(4, TimeUnit.MINUTES)).isTrue();
    return process.exitValue();
  }

  private static Map<String, String> unpack(Path archive) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        files.put(
            entry.getName().substring("freshet-doctor/".length()),
            new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return files;
  }
}
