package dev.freshet.server.security;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Sends any bytes and reads the answer until the server closes the connection. A read that takes
 * longer than ten seconds is an error: the server hangs.
 */
record RawHttp(int port) {

  private static final int TIMEOUT_MILLIS = 10_000;

  /**
   * An answer.
   *
   * @param status of the first answer; 0 if there was none
   * @param head status line and headers
   * @param body of the first answer
   */
  record Answer(int status, String head, String body) {

    static final Answer NONE = new Answer(0, "", "");

    String header(String name) {
      return head.lines()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
          .map(line -> line.substring(name.length() + 1).strip())
          .findFirst()
          .orElse("");
    }
  }

  /** Sends bytes, closes the sending side and reads the first answer. */
  Answer send(byte[] bytes) {
    return parse(exchange(bytes));
  }

  /** Sends bytes, closes the sending side and reads all answers. */
  String exchange(byte[] bytes) {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      try {
        socket.getOutputStream().write(bytes);
        socket.shutdownOutput();
      } catch (SocketException e) {
        // Refused before all was sent; there may be an answer nevertheless.
        return read(socket);
      }
      return read(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Socket socket) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] buffer = new byte[8_192];
    InputStream in = socket.getInputStream();
    try {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        all.write(buffer, 0, n);
      }
    } catch (SocketException e) {
      // The server reset the connection, since it did not read all; the bytes before that are
      // valid.
      return all.toString(StandardCharsets.UTF_8);
    }
    return all.toString(StandardCharsets.UTF_8);
  }

  private static Answer parse(String text) {
    if (!text.startsWith("HTTP/1.1 ")) {
      return text.isEmpty() ? Answer.NONE : new Answer(-1, text, "");
    }
    int end = text.indexOf("\r\n\r\n");
    String head = text.substring(0, end);
    Answer headed = new Answer(0, head, "");
    String rest = text.substring(end + 4);
    int length = Integer.parseInt("0" + headed.header("content-length"));
    byte[] bytes = rest.getBytes(StandardCharsets.UTF_8);
    String body = new String(bytes, 0, Math.min(length, bytes.length), StandardCharsets.UTF_8);
    return new Answer(Integer.parseInt(text.substring(9, 12)), head, body);
  }

  static byte[] get(String path, String key) {
    return "GET %s HTTP/1.1\r\nHost: localhost\r\n%sConnection: close\r\n\r\n"
        .formatted(path, authorization(key))
        .getBytes(StandardCharsets.UTF_8);
  }

  static byte[] search(byte[] body, String key) {
    return post("/v1/search", body, key);
  }

  static byte[] search(String body, String key) {
    return search(body.getBytes(StandardCharsets.UTF_8), key);
  }

  static byte[] post(String path, byte[] body, String key) {
    byte[] head =
        "POST %s HTTP/1.1\r\nHost: localhost\r\n%sContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
            .formatted(path, authorization(key), body.length)
            .getBytes(StandardCharsets.UTF_8);
    byte[] all = new byte[head.length + body.length];
    System.arraycopy(head, 0, all, 0, head.length);
    System.arraycopy(body, 0, all, head.length, body.length);
    return all;
  }

  private static String authorization(String key) {
    return key.isEmpty() ? "" : "Authorization: Bearer " + key + "\r\n";
  }
}
