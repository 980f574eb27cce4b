package dev.freshet.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The canary of a real server beside a real pipeline. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class CanaryIT {

  private static final Duration LIMIT = Duration.ofMinutes(2);

  @TempDir Path directory;

  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  @ParameterizedTest
  @ValueSource(strings = {"plain", "debezium"})
  void canaryIsFoundAgainAndAgainAndIsInNoAnswer(String changes) throws Exception {
    int port = freePort();
    TestPipeline pipeline =
        TestPipeline.create(
            directory,
            """
            name: docs
            home: ./home
            source: { path: ./landing, changes: %s }
            record: { key: [id], version: updated_at }
            document: { text: "{body}" }
            embedding: { model: static-minilm }
            optimize: { mode: off }
            serve: { port: %d, canary: { every: 1s } }
            """
                .formatted(changes, port));
    pipeline.land(
        "1.json", line(changes, "{\"id\": 1, \"body\": \"a canary sings\", \"updated_at\": 1}"));
    try (FreshetProcess run = pipeline.start("run");
        FreshetProcess serve = pipeline.start("serve")) {
      await()
          .atMost(LIMIT)
          .until(() -> metric(port, "freshet_canary_queryable_seconds_count") >= 2);

      assertThat(metric(port, "freshet_canary_blocked")).isZero();
      assertThat(metric(port, "freshet_canary_pending_seconds")).isBetween(0.0, 60.0);
      assertThat(serve.isAlive()).as(serve.errors()).isTrue();
      run.terminate();
      serve.terminate();
    }
    JsonNode found =
        pipeline.executeHere("search", "Freshet canary number", "-k", "5", "-o", "json").json();
    assertThat(found.get("hits")).extracting(hit -> hit.at("/key").asText()).containsExactly("1");
    assertThat(pipeline.verified().get("records").asLong())
        .as("the canary is a record")
        .isEqualTo(2);
    assertThat(pipeline.executeHere("status", "-o", "json").json().get("quarantined").asLong())
        .isZero();
  }

  private static String line(String changes, String row) {
    return changes.equals("plain") ? row + "\n" : "{\"op\":\"c\",\"after\":" + row + "}\n";
  }

  /** A value of {@code /metrics}; not a number while no server answers. */
  private double metric(int port, String name) {
    try {
      String scraped =
          client
              .send(
                  HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                      .build(),
                  BodyHandlers.ofString())
              .body();
      return scraped
          .lines()
          .filter(value -> value.startsWith(name + " "))
          .mapToDouble(value -> Double.parseDouble(value.substring(name.length() + 1)))
          .findFirst()
          .orElse(Double.NaN);
    } catch (IOException e) {
      return Double.NaN;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
