package dev.freshet.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.server.SearchServer;
import dev.freshet.server.ServedHome;
import dev.freshet.server.http.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that are refused before a search; there is no table. */
class LimitsIT {

  @TempDir private static Path home;
  private static SearchServer server;
  private static RawHttp http;

  @BeforeAll
  static void serve() {
    server =
        SearchServer.start(
            ServedHome.config(home.resolve("home"), home.resolve("landing")),
            () -> {
              throw new FreshetException(ErrorCode.TABLE_NOT_FOUND, "Cannot search: no table.");
            },
            file -> Optional.empty());
    http = new RawHttp(server.uri().getPort());
  }

  @AfterAll
  static void end() {
    server.close();
  }

  @Test
  void endlessBodyIsRefusedAfterAFewMegabytes() throws IOException {
    byte[] chunk = new byte[64 << 10];
    long sent = 0;
    try (Socket socket = new Socket("127.0.0.1", server.uri().getPort())) {
      socket.setSoTimeout(10_000);
      OutputStream out = socket.getOutputStream();
      out.write(
          "POST /v1/search HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
              .getBytes(StandardCharsets.US_ASCII));
      while (sent < 1L << 30) {
        out.write("10000\r\n".getBytes(StandardCharsets.US_ASCII));
        out.write(chunk);
        out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        sent += chunk.length;
      }
    } catch (SocketException e) {
      assertThat(e).as("the server closed").isNotNull();
    }
    assertThat(sent).isLessThan(64 << 20);
  }

  @Test
  void bodyWithATooLargeLengthIsRefusedUnread() {
    RawHttp.Answer answer =
        http.send(
            "POST /v1/search HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1073741824\r\n\r\n{}"
                .getBytes(StandardCharsets.US_ASCII));

    assertProblem(answer, 413, "BODY_TOO_LARGE");
  }

  @ParameterizedTest
  @CsvSource({
    "GET /livez?%s HTTP/1.1, 30000, 414, URI_TOO_LONG",
    "GET /livez HTTP/1.1|X: %s, 30000, 431, HEADERS_TOO_LARGE",
    "TRACE /livez HTTP/1.1|X: %s, 1, 405, METHOD_NOT_ALLOWED",
    "OPTIONS /v1/search HTTP/1.1|X: %s, 1, 405, METHOD_NOT_ALLOWED",
    "GET /nothing HTTP/1.1|X: %s, 1, 404, NOT_FOUND",
    "GET /livez HTTP/7.0|X: %s, 1, 400, INVALID_REQUEST",
    "GET /%%00 HTTP/1.1|X: %s, 1, 400, INVALID_REQUEST",
    "POST /v1/search HTTP/1.1|Transfer-Encoding: gzip|X: %s, 1, 400, INVALID_REQUEST",
  })
  void wrongRequestIsAProblem(String head, int length, int status, String code) {
    String text =
        (head.formatted("y".repeat(length)) + "|Host: localhost|Connection: close||")
            .replace("|", "\r\n");

    assertProblem(http.send(text.getBytes(StandardCharsets.US_ASCII)), status, code);
  }

  @Test
  void pageOfAnotherSiteGetsNoDataAndNoPermission() {
    RawHttp.Answer answer =
        http.send(
            "POST /v1/search HTTP/1.1\r\nHost: rebound.example\r\nOrigin: http://rebound.example\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"
                .getBytes(StandardCharsets.US_ASCII));

    assertProblem(answer, 403, "FORBIDDEN");
    assertThat(answer.head().toLowerCase(Locale.ROOT)).doesNotContain("access-control-allow");
  }

  @Test
  void everyAnswerHasTheHeadersThatProtectABrowser() {
    RawHttp.Answer answer = http.send(RawHttp.get("/livez", ""));

    assertThat(answer.status()).isEqualTo(200);
    assertHeaders(answer);
    assertThat(answer.header("strict-transport-security")).isEmpty();
  }

  private static void assertProblem(RawHttp.Answer answer, int status, String code) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(Json.read(answer.body().getBytes(StandardCharsets.UTF_8)).get("code").asText())
        .isEqualTo(code);
    assertHeaders(answer);
  }

  private static void assertHeaders(RawHttp.Answer answer) {
    assertThat(answer.header("content-security-policy"))
        .contains("default-src 'none'", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
    assertThat(answer.header("referrer-policy")).isEqualTo("no-referrer");
    assertThat(answer.header("cache-control")).isEqualTo("no-store");
    assertThat(answer.header("server")).isEmpty();
  }
}
