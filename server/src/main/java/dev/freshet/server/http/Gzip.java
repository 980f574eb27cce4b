package dev.freshet.server.http;

import dev.freshet.server.problem.ProblemCode;
import dev.freshet.server.problem.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** The content coding {@code gzip} of bodies, by RFC 9110, sections 8.4 and 12.5.3. */
final class Gzip {

  private static final String NAME = "gzip";

  /** Smaller answers gain nothing. */
  private static final int ANSWER_BYTES_MIN = 1_024;

  private Gzip() {}

  /**
   * A body as its sender meant it. A body that grows beyond the limit is read no further, so a few
   * bytes cannot fill the memory.
   *
   * @param headers of the request, by lower-case name
   * @throws ProblemException 415 for another coding, 413 if the body is too large, 400 if it is not
   *     what the header says
   */
  static byte[] decoded(byte[] body, Map<String, String> headers) {
    String coding = headers.getOrDefault("content-encoding", "").strip().toLowerCase(Locale.ROOT);
    if (coding.isEmpty() || coding.equals("identity")) {
      return body;
    }
    if (!coding.equals(NAME) && !coding.equals("x-gzip")) {
      throw new ProblemException(
              ProblemCode.UNSUPPORTED_MEDIA_TYPE,
              "Cannot read the body: its Content-Encoding is not gzip. Send it in gzip, or as it is.")
          .withHeader("Accept-Encoding", NAME);
    }
    try (InputStream plain = new GZIPInputStream(new ByteArrayInputStream(body))) {
      byte[] read = plain.readNBytes(CallHandler.BODY_BYTES_MAX + 1);
      if (read.length > CallHandler.BODY_BYTES_MAX) {
        throw Failures.tooLarge();
      }
      return read;
    } catch (IOException e) {
      throw ProblemException.badRequest(
          "", "Cannot read the body: it is not gzip, as its Content-Encoding says. Fix it.");
    }
  }

  /**
   * The reply as the client wants it.
   *
   * @param accepted the header {@code Accept-Encoding}; empty if there is none
   */
  static Reply encoded(Reply reply, String accepted) {
    if (reply.body().length < ANSWER_BYTES_MIN) {
      return reply;
    }
    Map<String, String> headers = new HashMap<>(reply.headers());
    headers.put("Vary", "Accept-Encoding");
    if (!accepts(accepted)) {
      return new Reply(reply.status(), headers, reply.body());
    }
    headers.put("Content-Encoding", NAME);
    return new Reply(reply.status(), headers, compressed(reply.body()));
  }

  /** Whether the header names the coding, or any, with a weight that is not 0. */
  private static boolean accepts(String accepted) {
    boolean any = false;
    for (String each : accepted.toLowerCase(Locale.ROOT).split(",", -1)) {
      String[] parts = each.strip().split(";", -1);
      String name = parts[0].strip();
      boolean wanted = parts.length < 2 || !parts[1].strip().matches("q=0(\\.0*)?");
      if (name.equals(NAME) || name.equals("x-gzip")) {
        return wanted;
      }
      any |= name.equals("*") && wanted;
    }
    return any;
  }

  private static byte[] compressed(byte[] body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length / 4);
    try (GZIPOutputStream gzip = new FastGzip(bytes)) {
      gzip.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException("Memory cannot fail to be written", e);
    }
    return bytes.toByteArray();
  }

  /** Saves most of the size in little time. */
  private static final class FastGzip extends GZIPOutputStream {

    FastGzip(ByteArrayOutputStream bytes) throws IOException {
      super(bytes);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
