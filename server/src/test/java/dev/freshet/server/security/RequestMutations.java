package dev.freshet.server.security;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Generates wrong requests from valid ones. The same seed gives the same requests. */
final class RequestMutations {

  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "-1",
          "0",
          "1e999",
          "-1e999",
          "NaN",
          "Infinity",
          "1" + "0".repeat(90),
          "9".repeat(5_000),
          "0.1",
          "\"\"",
          "\" \"",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "\"\u202e\u0301\"",
          "[]",
          "{}",
          "[[[[]]]]",
          "[1,2,3]",
          "[null]",
          "[\"a\"]",
          "{\"a\":1}",
          "\"2026-13-45T99:99:99Z\"",
          "\"9999999-01-01T00:00:00Z\"",
          "\"+1000000000-12-31T23:59:59.999999999Z\"",
          "9223372036854775807",
          "-9223372036854775809",
          "\"text\"",
          "'single'",
          "undefined",
          "0x10",
          "01");

  private static final List<String> FIELDS =
      List.of(
          "query",
          "vector",
          "k",
          "filter",
          "mode",
          "perRecord",
          "fields",
          "minFreshness",
          "after",
          "timeoutMs",
          "unknown",
          "Query",
          "__proto__",
          "");

  private static final List<String> HEADS =
      List.of(
          "GET / HTTP/1.1\r\n\r\n",
          "GET / HTTP/1.1\r\nHost:\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
          "GET / HTTP/9.9\r\nHost: a\r\n\r\n",
          "GET / HTTP/2.0\r\nHost: a\r\n\r\n",
          "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
          "GET /\r\n\r\n",
          "GET\r\n\r\n",
          "\r\n\r\n\r\n",
          "TRACE /v1/search HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
          "CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n",
          "OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
          "GET http://other/livez HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
          "GET /%00 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
          "GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
          "GET /../../etc/passwd HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
          "GET /v1/..;/metrics HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
          "GET //livez HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
          "GET /%zz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
          "GET /\u00e4\u00f6 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
          "GET /livez?a=%zz&b=%c0%af HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
          "POST /v1/search HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
          "POST /v1/search HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n{}",
          "POST /v1/search HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n{}",
          "POST /v1/search HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}",
          "POST /v1/search HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n{}",
          "POST /v1/search HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n{}",
          "GET /livez HTTP/1.1\r\nHost: a\r\nExpect: 200-maybe\r\nConnection: close\r\n\r\n",
          "GET /livez HTTP/1.1\r\nHost: a\r\n folded: yes\r\nConnection: close\r\n\r\n",
          "GET /livez HTTP/1.1\r\nHost: a\r\nNo Colon\r\nConnection: close\r\n\r\n",
          "GET /livez HTTP/1.1\r\nHost: a\r\nX: \u0001\u0002\r\nConnection: close\r\n\r\n",
          "GET /livez HTTP/1.1\r\nHost : a\r\nConnection: close\r\n\r\n",
          "GET /livez HTTP/1.1\nHost: a\nConnection: close\n\n",
          "\u0016\u0003\u0001\u0002\u0000\u0001\u0000",
          "GET /livez HTTP/1.1\r\nHost: a\r\nUpgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n");

  private static final List<String> CHUNKS =
      List.of(
          "zz\r\n{}\r\n0\r\n\r\n",
          "-1\r\n{}\r\n0\r\n\r\n",
          "ffffffffffffffff\r\n{}",
          "2\r\n{}",
          "2\r\n{}\r\n",
          "2;ext=\"a\r\n{}\r\n0\r\n\r\n",
          "2\r\n{}xx0\r\n\r\n",
          "0\r\nTrailer: x\r\n\r\n",
          "2\r\n{}\r\n0\r\n\r\nGET /livez HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

  private final SearchBodies bodies;
  private final Random random;
  private final String key;

  RequestMutations(long seed, String key) {
    this.bodies = new SearchBodies(seed);
    this.random = bodies.random();
    this.key = key;
  }

  /** The bytes of one request. */
  byte[] next() {
    return switch (random.nextInt(20)) {
      case 0, 1 -> RawHttp.search(bodies.valid().toString(), key);
      case 2, 3, 4, 5 -> RawHttp.search(withField(), key);
      case 6, 7, 8 -> RawHttp.search(withFilter(), key);
      case 9, 10, 11 -> RawHttp.search(damaged(bodies.valid().toString()), key);
      case 12 -> RawHttp.search(nested(), key);
      case 13 -> RawHttp.search(noise(2_000), key);
      case 14 -> bodies.pick(HEADS).getBytes(StandardCharsets.ISO_8859_1);
      case 15 ->
          damaged(new String(RawHttp.search("{\"query\":\"x\"}", key), StandardCharsets.UTF_8));
      case 16 -> chunked();
      case 17 -> manyHeaders();
      case 18 -> path();
      default -> noise(400);
    };
  }

  private String withField() {
    String body = bodies.valid().toString();
    String field = "\"%s\":%s".formatted(bodies.pick(FIELDS), bodies.pick(VALUES));
    return random.nextBoolean()
        ? "{" + field + "," + body.substring(1)
        : "{" + field + ",\"query\":\"word\"}";
  }

  private String withFilter() {
    ObjectNode body = bodies.valid();
    String filter = bodies.hostileFilter();
    switch (random.nextInt(5)) {
      case 0 -> body.put("filter", filter + " OR " + filter);
      case 1 -> body.put("filter", "(".repeat(random.nextInt(2_000)) + filter);
      case 2 -> body.put("filter", (filter + " OR ").repeat(random.nextInt(300)) + filter);
      case 3 -> body.put("filter", "tenant = '" + "x".repeat(random.nextInt(20_000)) + "'");
      default -> body.put("filter", filter);
    }
    return body.toString();
  }

  private String nested() {
    int depth = 1 + random.nextInt(5_000);
    return random.nextBoolean()
        ? "[".repeat(depth) + "]".repeat(depth)
        : "{\"query\":".repeat(depth) + "1" + "}".repeat(depth);
  }

  private byte[] damaged(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int i = random.nextInt(6); i >= 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    int length = random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length;
    return Arrays.copyOf(bytes, length);
  }

  private byte[] noise(int most) {
    byte[] noise = new byte[1 + random.nextInt(most)];
    random.nextBytes(noise);
    return noise;
  }

  private byte[] chunked() {
    String head =
        "POST /v1/search HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
            .formatted(key);
    return (head + bodies.pick(CHUNKS)).getBytes(StandardCharsets.ISO_8859_1);
  }

  private byte[] manyHeaders() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(
        "GET /livez HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
            .getBytes(StandardCharsets.US_ASCII));
    int count = random.nextInt(600);
    int length = random.nextInt(200);
    for (int i = 0; i < count; i++) {
      out.writeBytes(
          "X-%d: %s\r\n".formatted(i, "y".repeat(length)).getBytes(StandardCharsets.US_ASCII));
    }
    out.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    return out.toByteArray();
  }

  private byte[] path() {
    String path =
        switch (random.nextInt(4)) {
          case 0 -> "/" + "a".repeat(random.nextInt(40_000));
          case 1 -> "/livez?" + "a=1&".repeat(random.nextInt(3_000));
          case 2 ->
              "/" + new String(noise(40), StandardCharsets.ISO_8859_1).replaceAll("[\r\n ]", "%20");
          default -> "/v1/" + "../".repeat(random.nextInt(20)) + "metrics";
        };
    return ("GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        .getBytes(StandardCharsets.ISO_8859_1);
  }
}
