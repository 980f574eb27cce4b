package dev.freshet.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Search and pipeline beside each other, and each without the other. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ServeIT {

  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;

  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  @Test
  void searchAndPipelineOutliveEachOther() throws Exception {
    TestPipeline pipeline =
        TestPipeline.create(
            directory,
            """
            name: docs
            home: ./home
            source: { path: ./landing }
            record: { key: [id], version: updated_at }
            document: { text: "{body}" }
            embedding: { model: static-minilm }
            optimize: { mode: off }
            """);
    int port = freePort();
    URI server = URI.create("http://127.0.0.1:" + port + "/");
    try (FreshetProcess serve = pipeline.start("serve", "--port", Integer.toString(port))) {
      awaitThat(() -> status(server.resolve("livez")) == 200);
      assertThat(ask(server, "{\"query\": \"fox\"}").orElseThrow().at("/code").asText())
          .as("before there is a table")
          .isEqualTo("TABLE_NOT_FOUND");

      try (FreshetProcess run = pipeline.start("run")) {
        pipeline.land("1.json", row(1, "a red fox"));
        awaitThat(() -> status(server.resolve("readyz")) == 200);
        assertThat(textAfter(server, "1.json")).isEqualTo("a red fox");

        long worker = worker(serve);
        ProcessHandle.of(worker).orElseThrow().destroyForcibly();
        awaitThat(() -> ask(server, "{\"query\": \"fox\"}").filter(this::hasHits).isPresent());

        assertThat(worker(serve)).as("another process").isNotEqualTo(worker);
        assertThat(run.isAlive()).as(run.errors()).isTrue();
        pipeline.land("2.json", row(2, "a blue whale"));
        assertThat(textAfter(server, "2.json")).isEqualTo("a blue whale");
        run.kill();
      }
      assertThat(ask(server, "{\"query\": \"fox\"}").filter(this::hasHits))
          .as("search works without the pipeline")
          .isPresent();
      pipeline.land("3.json", row(3, "a green bird"));
      JsonNode late =
          ask(
                  server,
                  "{\"query\": \"bird\", \"after\": {\"file\": \"3.json\"}, \"timeoutMs\": 300}")
              .orElseThrow();
      assertThat(late.at("/code").asText()).isEqualTo("NOT_FRESH_ENOUGH");
      assertThat(late.at("/asOf").asText()).isNotEmpty();

      pipeline.execute("run", "--once").expectExit(0);
      assertThat(textAfter(server, "3.json")).isEqualTo("a green bird");

      long worker = worker(serve);
      assertThat(serve.terminate().out()).contains("stopped serving http://127.0.0.1:" + port);
      awaitThat(() -> ProcessHandle.of(worker).filter(ProcessHandle::isAlive).isEmpty());
    }
  }

  private static String row(int id, String body) {
    return "{\"id\": %d, \"body\": \"%s\", \"updated_at\": 1}%n".formatted(id, body);
  }

  /** The best hit for the text of a file, once the file is searchable. */
  private String textAfter(URI server, String file) {
    String query = file.startsWith("1") ? "fox" : file.startsWith("2") ? "whale" : "bird";
    JsonNode answer =
        ask(
                server,
                "{\"query\": \"%s\", \"after\": {\"file\": \"%s\"}, \"timeoutMs\": 60000}"
                    .formatted(query, file))
            .orElseThrow();
    return answer.at("/hits/0/text").asText();
  }

  private boolean hasHits(JsonNode answer) {
    return !answer.at("/hits").isEmpty();
  }

  /** The answer, which may be a problem; empty if no server answers. */
  private Optional<JsonNode> ask(URI server, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(server.resolve("v1/search"))
            .header("Content-Type", "application/json")
            .timeout(LIMIT.plusSeconds(5))
            .POST(BodyPublishers.ofString(body))
            .build();
    return send(request).map(response -> json(response.body()));
  }

  private int status(URI page) {
    return send(HttpRequest.newBuilder(page).timeout(Duration.ofSeconds(5)).build())
        .map(HttpResponse::statusCode)
        .orElse(0);
  }

  private Optional<HttpResponse<String>> send(HttpRequest request) {
    try {
      return Optional.of(client.send(request, BodyHandlers.ofString()));
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new AssertionError("no JSON: " + text, e);
    }
  }

  private static long worker(FreshetProcess serve) {
    return ProcessHandle.of(serve.pid()).orElseThrow().children().findFirst().orElseThrow().pid();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void awaitThat(Callable<Boolean> condition) {
    await().atMost(LIMIT).pollInterval(Duration.ofMillis(100)).until(condition);
  }
}
