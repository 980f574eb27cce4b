package dev.freshet.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Requests as bytes, and the answers that RFC 9110, RFC 9112, RFC 3986 and RFC 8259 ask for: {@code
 * raw-requests.txt}.
 */
class RawRequestsIT {

  private static final String NEXT =
      "GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
  private static final Pattern ESCAPE = Pattern.compile("\\\\(x..|.)|\\{(\\d+)}|¶");
  private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.1 (\\d{3}) ");
  private static final String CONTINUE = "100";

  @TempDir private static Path home;
  private static TenantServer server;
  private static RawHttp http;

  @BeforeAll
  static void serve() throws Exception {
    server = new TenantServer(home);
    server.start();
    http = new RawHttp(server.uri().getPort());
  }

  @AfterAll
  static void end() {
    server.close();
  }

  static Stream<Arguments> requests() throws IOException {
    try (InputStream file = RawRequestsIT.class.getResourceAsStream("raw-requests.txt")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .map(line -> line.split(" => ", 4))
          .map(part -> Arguments.of(part[0], part[1], Integer.parseInt(part[2]), part[3]));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("requests")
  void requestIsAnsweredAsTheStandardsAsk(
      String what, String statuses, int answers, String request) {
    String all = answers((bytes(request) + NEXT).getBytes(StandardCharsets.ISO_8859_1));

    var given =
        STATUS_LINE.matcher(all).results().map((MatchResult line) -> line.group(1)).toList();
    assertThat(given).as("%s: %s", what, all).isNotEmpty();
    assertThat(given.get(0)).as("%s: %s", what, all).matches(statuses);
    if (answers > 0) {
      assertThat(given.stream().filter(status -> !status.equals(CONTINUE)).count())
          .as("answers, %s: %s", what, all)
          .isEqualTo(answers);
    }
  }

  /** The reset of a connection whose rest is not read may overtake the answer: then once more. */
  private static String answers(byte[] request) {
    String all = http.exchange(request);
    for (int tries = 1; all.isEmpty() && tries < 5; tries++) {
      all = http.exchange(request);
    }
    return all;
  }

  private static String bytes(String escaped) {
    return ESCAPE.matcher(escaped).replaceAll(found -> Matcher.quoteReplacement(unescaped(found)));
  }

  private static String unescaped(MatchResult found) {
    if (found.group(2) != null) {
      return "y".repeat(Integer.parseInt(found.group(2)));
    }
    if (found.group(1) == null) {
      return "\r\n";
    }
    return switch (found.group(1).charAt(0)) {
      case 'x' -> String.valueOf((char) Integer.parseInt(found.group(1).substring(1), 16));
      case '0' -> "\0";
      case 'r' -> "\r";
      case 'n' -> "\n";
      case 't' -> "\t";
      default -> found.group(1);
    };
  }
}
