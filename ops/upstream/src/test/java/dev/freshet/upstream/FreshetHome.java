package dev.freshet.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A pipeline's configuration and home, used from the shell as its users do. */
final class FreshetHome {

  private static final Path LAUNCHER = Path.of("../../freshet").toAbsolutePath().normalize();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path directory;

  FreshetHome(Path directory) throws IOException {
    this.directory = directory;
    Files.createDirectories(landing());
    Files.writeString(
        directory.resolve("pipeline.yaml"),
        """
        name: articles
        source: { path: ./landing, changes: debezium }
        record: { key: [id] }
        document: { text: "{title}\\n\\n{body}" }
        optimize: { mode: "off" }
        """);
  }

  Path landing() {
    return directory.resolve("landing");
  }

  /** Starts the pipeline beside the feed. */
  Process run() throws IOException {
    return command("run", List.of()).start();
  }

  /** Asks the pipeline to end, and waits. */
  static void end(Process run) throws InterruptedException {
    run.destroy();
    if (!run.waitFor(60, TimeUnit.SECONDS)) {
      run.destroyForcibly().waitFor();
    }
  }

  JsonNode drain() throws IOException, InterruptedException {
    return answer("run", List.of("--once"));
  }

  JsonNode verifyDeep() throws IOException, InterruptedException {
    return answer("verify", List.of("--deep"));
  }

  /** The text of every record, by key. Each text is one chunk. */
  Map<String, String> texts() throws IOException, InterruptedException {
    Map<String, String> texts = new TreeMap<>();
    for (JsonNode hit : answer("search", List.of("article", "-k", "1000")).path("hits")) {
      String key = hit.get("key").asText();
      if (texts.put(key, hit.get("text").asText()) != null) {
        throw new IOException("Record " + key + " was found twice");
      }
    }
    return texts;
  }

  private JsonNode answer(String verb, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(arguments);
    all.addAll(List.of("--output", "json"));
    Path out = directory.resolve(verb + ".json");
    command(verb, all).redirectOutput(out.toFile()).start().waitFor();
    return JSON.readTree(Files.readString(out));
  }

  private ProcessBuilder command(String verb, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(LAUNCHER.toString(), verb));
    command.addAll(List.of("-f", directory.resolve("pipeline.yaml").toString()));
    command.addAll(arguments);
    Path log = directory.resolve(verb + ".log");
    return new ProcessBuilder(command)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
  }
}
