package dev.freshet.storage.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.servers.CommandProcess;
import dev.freshet.servers.CommandProcess.Ended;
import dev.freshet.servers.FaultProxy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command on a container with a queue of events, as a user starts it. Listings are rare. */
@Tag("long")
class AzurePipelineIT {
  private static final Duration LIMIT = Duration.ofSeconds(150);
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;

  private final List<CommandProcess> processes = new ArrayList<>();
  private AzureLanding landing;

  @BeforeEach
  void create() throws IOException {
    landing = new AzureLanding();
  }

  @AfterEach
  void stop() throws IOException {
    processes.forEach(CommandProcess::close);
    landing.close();
  }

  @Test
  void whatLandsInAContainerIsFoundByItsEvent() throws Exception {
    landing.land("2026/a b.json", line(1, "The owl sleeps in the daytime."));
    String file = pipeline(Emulator.queues());
    process("run", "-f", file);
    awaitFound(file, "bird", "The owl sleeps");

    landing.land("2026/ä+b#1.json", line(2, "Bread is baked in an oven."));
    landing.tell("2026/ä+b#1.json");
    landing.tell("2026/ä+b#1.json");
    landing.queue().send("no message of a storage");

    awaitFound(file, "food", "Bread is baked");
    Awaitility.await().atMost(LIMIT).until(() -> landing.queue().size() == 0);
    assertThat(landing.queue().poisoned()).containsExactly("no message of a storage");
  }

  @Test
  void killWhileMessagesAreDeletedLosesNoFileAndReadsNoneTwice() throws Exception {
    landing.land("0.json", line(0, "text 0"));
    try (FaultProxy proxy = FaultProxy.of(Emulator.queues())) {
      // Half of the deletions are done and not answered, the others are not done.
      proxy.lose("DELETE", "/messages/[^?]*[02468aceg]\\?", FaultProxy.Fault.CUT_AFTER, 1000);
      proxy.lose("DELETE", "/messages/", FaultProxy.Fault.CUT_BEFORE, 1000);
      String file = pipeline(proxy.endpoint());
      CommandProcess run = process("run", "-f", file);
      awaitFound(file, "text", "text 0");
      for (int i = 1; i <= 20; i++) {
        landing.land(i + ".json", line(i, "text " + i));
        landing.tell(i + ".json");
      }
      Awaitility.await()
          .atMost(LIMIT)
          .pollInterval(Duration.ofMillis(5))
          .until(() -> proxy.requests().stream().anyMatch(each -> each.startsWith("DELETE")));
      run.close(); // SIGKILL.
      assertThat(run.await(Duration.ofSeconds(20)).exit()).isNotZero();
      proxy.heal();
      IntStream.rangeClosed(1, 20).forEach(i -> landing.tell(i + ".json")); // All come again.
    }
    String file = pipeline(Emulator.queues());

    freshet("run", "--once", "-f", file);

    JsonNode found = JSON.readTree(freshet("search", "text", "-k", "50", "-o", "json", "-f", file));
    List<String> texts = new ArrayList<>();
    found.findValues("text").forEach(text -> texts.add(text.asText()));
    assertThat(texts)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.rangeClosed(0, 20).mapToObj(i -> "text " + i).toList());
    JsonNode verified = JSON.readTree(freshet("verify", "-o", "json", "-f", file));
    assertThat(verified.findValue("bronze").asInt()).as("lines read: " + verified).isEqualTo(21);
  }

  @Test
  void queueThatCannotBeSignedInToIsSaid() throws Exception {
    String file = pipeline(Emulator.queues());
    Path of = Path.of(file);
    Files.writeString(
        of,
        Files.readString(of)
            .replaceFirst("queue: .*", "queue: azure-queue+https://o.queue.core.windows.net/q"));

    Ended run = process("run", "--once", "-f", file).await(LIMIT);

    assertThat(run.err())
        .contains("Cannot read the queue of o.dfs.core.windows.net: there is no key for it. Set")
        .contains("account-key below storage");
    assertThat(run.exit()).as(run.err()).isEqualTo(2);
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
                process("search", query, "-k", "1", "-o", "json", "-f", file)
                    .await(LIMIT)
                    .out()
                    .contains(text));
  }

  private String pipeline(URI queues) throws IOException {
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
              profile: azurite
              endpoint: %s
            record: { key: [id] }
            document: { text: "{body}" }
            optimize: { mode: off }
            """
                .formatted(landing.path(), landing.queue().address(queues), Emulator.blobs()))
        .toString();
  }

  private String freshet(String... arguments) throws Exception {
    Ended ended = process(arguments).await(LIMIT);
    assertThat(ended.exit()).as(ended.err() + ended.out()).isZero();
    return ended.out();
  }

  private CommandProcess process(String... arguments) throws IOException {
    CommandProcess process = CommandProcess.start(directory, Map.of(), arguments);
    processes.add(process);
    return process;
  }
}
