package dev.freshet.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.servers.CommandProcess;
import dev.freshet.servers.CommandProcess.Ended;
import dev.freshet.servers.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command on a bucket whose server sends the events itself. Listings are rare. */
@Tag("long")
class MiniStackPipelineIT {
  private static final Duration LIMIT = Duration.ofSeconds(150);

  @TempDir Path directory;

  private final S3Landing landing = MiniStack.bucket();
  private final SqsQueue queue = MiniStack.queue();

  @Test
  void whatLandsIsFoundByTheEventThatItsStorageSends() throws Exception {
    MiniStack.connect(landing, queue);
    landing.land("2026/a b.json", line(1, "The owl sleeps in the daytime."));
    String file = pipeline();
    try (CommandProcess run = start("run", "-f", file)) {
      awaitFound(file, "bird", "The owl sleeps");

      landing.land("2026/ä+b#1 %20.json", line(2, "Bread is baked in an oven."));
      landing.land("2026/removed.json", line(3, "This is removed at once."));
      landing.remove("2026/removed.json");

      awaitFound(file, "food", "Bread is baked");
      landing.land("2026/a b.json", line(1, "A whale is a mammal of the sea."));
      awaitFound(file, "ocean animal", "A whale");
      Awaitility.await().atMost(LIMIT).until(() -> queue.size() == 0);
    }

    JsonNode verified =
        new ObjectMapper().readTree(freshet("verify", "-o", "json", "-f", file).out());
    assertThat(verified.findValue("equal").asBoolean()).as(verified.toString()).isTrue();
  }

  private static String line(int id, String body) {
    return "{\"id\":" + id + ",\"body\":\"" + body + "\"}\n";
  }

  private void awaitFound(String file, String query, String text) {
    Awaitility.await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () ->
                freshet("search", query, "-k", "1", "-o", "json", "-f", file).out().contains(text));
  }

  private String pipeline() throws IOException {
    return Files.writeString(
            directory.resolve("pipeline.yaml"),
            """
            name: docs
            source:
              path: %s
              discovery: events
              queue: %s
              options: { autoloader.listInterval: 1h }
            storage:
              endpoint: %s
              region: us-east-1
              access-key: ${env:S3_TEST_KEY}
              secret-key: ${env:S3_TEST_SECRET}
            record: { key: [id] }
            document: { text: "{body}" }
            optimize: { mode: off }
            """
                .formatted(landing.path(), queue.address(), landing.server()))
        .toString();
  }

  private Ended freshet(String... arguments) throws Exception {
    try (CommandProcess process = start(arguments)) {
      return process.await(LIMIT);
    }
  }

  private CommandProcess start(String... arguments) throws IOException {
    return CommandProcess.start(
        directory,
        Map.of("S3_TEST_KEY", S3Server.ACCESS_KEY, "S3_TEST_SECRET", S3Server.SECRET_KEY),
        arguments);
  }
}
