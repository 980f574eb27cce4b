package dev.freshet.bench.server;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What every connection of a crowd does.
 *
 * @param name of it
 * @param connections at once
 * @param head sent at once
 * @param each sent once a second from then on; may be empty
 */
record Abuse(String name, int connections, byte[] head, byte[] each) {

  private static final int MANY = 10_000;
  private static final int SOME = 1_000;

  /**
   * @param key that the server accepts
   */
  static List<Abuse> all(String key) {
    String search =
        "POST /v1/search HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + key + "\r\n";
    String large = "{\"query\":\"the\",\"k\":1000}";
    return List.of(
        of("connections that say nothing", MANY, "", ""),
        of("heads of one byte a second", SOME, "GET /livez HTTP/1.1\r\nX: ", "x"),
        of("bodies of one byte a second", SOME, search + "Content-Length: 1000\r\n\r\n{", " "),
        of(
            "answers of 1 000 hits, read at 1 kB a second",
            SOME,
            search + "Content-Length: " + large.length() + "\r\n\r\n" + large,
            ""),
        of(
            "bodies without end",
            10,
            search + "Transfer-Encoding: chunked\r\n\r\n",
            "10000\r\n" + " ".repeat(65_536) + "\r\n"),
        of("no HTTP at all", SOME, "\u0016\u0003\u0001\u0000\u0000", "\u0000"));
  }

  private static Abuse of(String name, int connections, String head, String each) {
    return new Abuse(
        name,
        connections,
        head.getBytes(StandardCharsets.ISO_8859_1),
        each.getBytes(StandardCharsets.ISO_8859_1));
  }
}
