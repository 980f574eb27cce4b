package dev.freshet.bench.load.contender;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpSearchTest {

  private final AtomicReference<String> asked = new AtomicReference<>("");
  private HttpServer server;
  private String answer = "";
  private int status = 200;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1/search",
        exchange -> {
          asked.set(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
          byte[] body = answer.getBytes(UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void aVectorIsAskedForAndHitsAreRead() throws Exception {
    answer =
        """
        {"hits":[{"key":"7","id":"7#0","chunkIndex":0,"score":0.9,"distance":0.1,"text":"seven",
        "version":3,"metadata":{}}],"freshness":{"version":12},"tookMs":1}
        """;

    assertThat(new HttpSearch(port()).search(new float[] {0.5f, 1}, 10))
        .containsExactly(new Found(7, 3, "seven"));
    assertThat(asked.get()).contains("\"vector\":[0.5,1.0]").contains("\"k\":10");
  }

  @Test
  void anyOtherStatusEndsTheMeasurement() {
    status = 503;

    assertThatThrownBy(() -> new HttpSearch(port()).search(new float[] {1}, 10))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("503");
  }

  private int port() {
    return server.getAddress().getPort();
  }
}
