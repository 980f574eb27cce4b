package dev.freshet.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.freshet.cli.Cli;
import dev.freshet.core.embed.EmbedOutcome;
import dev.freshet.core.embed.InputType;
import dev.freshet.home.layer.LayerTables;
import dev.freshet.testkit.embed.HashEmbedder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A pipeline whose vectors come from a service on this machine. */
class EmbeddingServiceIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String KEY = "sk-e2e-0815";

  @TempDir private Path directory;

  private final HashEmbedder model = new HashEmbedder(32);
  private final AtomicInteger failuresLeft = new AtomicInteger();
  private HttpServer service;

  @BeforeEach
  void startService() throws IOException {
    service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    service.createContext("/v1/embeddings", this::answer);
    service.start();
  }

  @AfterEach
  void stopService() {
    service.stop(0);
  }

  @Test
  @Timeout(120)
  void validateTriesTheServiceOut() throws Exception {
    TestPipeline pipeline = pipeline();

    Cli.Ended valid = pipeline.executeHere("validate", "-o", "json");
    assertThat(valid.exit()).as(valid.err()).isZero();
    assertThat(valid.json().get("valid").asBoolean()).isTrue();

    Files.writeString(directory.resolve("key"), "sk-wrong\n");
    Cli.Ended refused = pipeline.executeHere("validate", "-o", "json");
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err())
        .contains(
            "Cannot embed with model `hash` of vllm: it answered 401. Set embedding.api-key to a"
                + " key that may use this model")
        .doesNotContain("sk-wrong");
    assertThat(refused.out()).doesNotContain("sk-wrong");
  }

  @Test
  @Timeout(300)
  void textTheServiceRefusesIsQuarantinedAndTheRestIsFound() throws Exception {
    // Given
    TestPipeline pipeline = pipeline();
    pipeline.land(
        "rows.json",
        """
        {"id":"password","updated_at":1,"body":"reset a forgotten password"}
        {"id":"bad","updated_at":1,"body":"poison for the service"}
        {"id":"invoice","updated_at":1,"body":"export an invoice"}
        """);
    failuresLeft.set(2);

    // When
    FreshetProcess.Ended run = pipeline.execute("run", "--once", "-o", "json").expectExit(0);

    // Then
    assertThat(run.json().get("quarantined").asLong()).isEqualTo(1);
    assertThat(pipeline.column(LayerTables::quarantine, "reason"))
        .singleElement()
        .asString()
        .contains("model `hash` of vllm refuses this text: it answered 400 (unknown token)");
    assertThat(pipeline.chunks().keySet()).containsExactly("invoice#0", "password#0");
    JsonNode search =
        pipeline.executeHere("search", "forgotten password", "-k", "1", "-o", "json").json();
    assertThat(search.at("/hits/0/key").asText()).isEqualTo("password");
    assertThat(run.err() + run.out()).doesNotContain(KEY);
  }

  private TestPipeline pipeline() throws IOException {
    Files.writeString(directory.resolve("key"), KEY + "\n");
    return TestPipeline.create(
        directory,
        """
        name: docs
        home: ./home
        source: { path: ./landing }
        record: { key: [id], version: updated_at }
        document: { text: "{body}" }
        optimize: { mode: off }
        embedding:
          provider: vllm
          model: hash
          url: http://127.0.0.1:%d
          api-key: ${file:key}
        """
            .formatted(service.getAddress().getPort()));
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode texts = JSON.readTree(exchange.getRequestBody().readAllBytes()).path("input");
      if (!("Bearer " + KEY).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        respond(exchange, 401, "{}");
      } else if (failuresLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        exchange.getResponseHeaders().add("Retry-After", "0");
        respond(exchange, 503, "{}");
      } else if (texts.toString().contains("poison")) {
        respond(exchange, 400, "{\"error\":{\"message\":\"unknown token\"}}");
      } else {
        respond(exchange, 200, vectors(texts));
      }
    }
  }

  private String vectors(JsonNode texts) {
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode data = answer.putArray("data");
    for (int i = 0; i < texts.size(); i++) {
      ArrayNode vector = data.addObject().put("index", i).putArray("embedding");
      EmbedOutcome outcome = model.embed(List.of(texts.get(i).asText()), InputType.DOCUMENT).get(0);
      for (float component : ((EmbedOutcome.Embedded) outcome).vector()) {
        vector.add(component);
      }
    }
    return answer.toString();
  }

  private static void respond(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
