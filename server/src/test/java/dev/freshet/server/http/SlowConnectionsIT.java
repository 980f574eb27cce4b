package dev.freshet.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.server.http.pace.SlowConnections;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Slow clients against limits of one or two seconds. */
class SlowConnectionsIT {

  private static final SlowConnections.Limits QUICK =
      new SlowConnections.Limits(
          Duration.ofMillis(800), Duration.ofMillis(1_600), Duration.ofMillis(200));

  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server, 1, 1);
  private final SlowConnections slow = new SlowConnections(server.getScheduler(), QUICK, 10);
  private final CompletableFuture<Reply> never = new CompletableFuture<>();

  @BeforeEach
  void start() throws Exception {
    connector.setHost("127.0.0.1");
    connector.addBean(slow);
    server.addConnector(connector);
    byte[] large = new byte[32 << 20];
    Routes routes =
        new Routes()
            .open("GET", "/never", call -> never)
            .open(
                "GET", "/large", call -> CompletableFuture.completedFuture(Reply.ok("x/y", large)))
            .open("POST", "/", call -> CompletableFuture.completedFuture(Reply.json("read")))
            .open("GET", "/", call -> CompletableFuture.completedFuture(Reply.json("here")));
    server.setHandler(
        slow.watching(
            new CallHandler(
                routes, Authenticator.none(), Traffic.unobserved(), Duration.ofMillis(500))));
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  @Test
  void slowConnectionsAreClosedWhileFastOnesAreAnswered() throws Exception {
    Socket silent = connect("");
    Socket head = connect("GET / HTTP/1.1\r\nHost: a\r\n");
    Socket answer = connect("GET /never HTTP/1.1\r\nHost: a\r\n\r\n");
    Socket reader = connect("GET /large HTTP/1.1\r\nHost: a\r\n\r\n");
    Awaitility.await().until(() -> connections() == 4);

    long deadline = System.nanoTime() + Duration.ofSeconds(15).toNanos();
    while (connections() > 0 && System.nanoTime() < deadline) {
      drip(head);
      try (Socket quick = connect("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")) {
        String text = new String(quick.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(text).startsWith("HTTP/1.1 200").endsWith("\"here\"");
      }
      Awaitility.await().pollDelay(Duration.ofMillis(100)).until(() -> true);
    }

    assertThat(connector.getConnectedEndPoints()).isEmpty();
    for (Socket each : new Socket[] {silent, head, answer, reader}) {
      each.close();
    }
  }

  @Test
  void bodyThatDoesNotArriveInTimeIsAProblem() throws Exception {
    try (Socket body =
        connect("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhalf of it")) {
      String text = new String(body.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(text).startsWith("HTTP/1.1 408 ").contains("\"code\":\"REQUEST_TIMEOUT\"");
    }
  }

  private int connections() {
    return connector.getConnectedEndPoints().size();
  }

  private Socket connect(String text) throws IOException {
    Socket socket = new Socket("127.0.0.1", connector.getLocalPort());
    socket.setSoTimeout(10_000);
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    return socket;
  }

  /** One more byte of a head that never ends. */
  private static void drip(Socket socket) {
    try {
      socket.getOutputStream().write('x');
    } catch (IOException e) {
      assertThat(e).as("closed by the server").hasMessageContaining("pipe");
    }
  }
}
