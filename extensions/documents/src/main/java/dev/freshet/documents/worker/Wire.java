package dev.freshet.documents.worker;

import dev.freshet.core.embed.ExtractOutcome;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The protocol of the two processes: frames of a kind (one byte), a length (four bytes, big-endian)
 * and that many bytes. The worker greets once; then it answers every request.
 */
public final class Wire {

  /** The greeting of a worker of this version. */
  static final byte[] GREETING = "freshet documents 1".getBytes(StandardCharsets.US_ASCII);

  private static final int HELLO = 0;
  private static final int REQUEST = 1;
  private static final int EXTRACTED = 2;
  private static final int UNREADABLE = 3;

  private Wire() {}

  static void greet(DataOutputStream out) throws IOException {
    send(out, HELLO, GREETING);
  }

  /**
   * Waits for the worker's greeting.
   *
   * @throws IOException if the worker sends something else, or ends
   */
  public static void awaitGreeting(DataInputStream in) throws IOException {
    if (in.readUnsignedByte() != HELLO
        || in.readInt() != GREETING.length
        || !Arrays.equals(in.readNBytes(GREETING.length), GREETING)) {
      throw new IOException("the process does not greet as a reader of documents");
    }
  }

  /** Asks for the text of a document. */
  public static void request(DataOutputStream out, byte[] content) throws IOException {
    send(out, REQUEST, content);
  }

  /**
   * The next request.
   *
   * @throws java.io.EOFException if there is no further request
   */
  static byte[] awaitRequest(DataInputStream in) throws IOException {
    if (in.readUnsignedByte() != REQUEST) {
      throw new IOException("the frame is not a request");
    }
    return body(in);
  }

  static void answer(DataOutputStream out, ExtractOutcome outcome) throws IOException {
    if (outcome instanceof ExtractOutcome.Extracted extracted) {
      send(out, EXTRACTED, extracted.html().getBytes(StandardCharsets.UTF_8));
    } else {
      String reason = ((ExtractOutcome.Unreadable) outcome).reason();
      send(out, UNREADABLE, reason.getBytes(StandardCharsets.UTF_8));
    }
  }

  /**
   * Waits for the answer to the last request.
   *
   * @throws IOException if the worker ends before it has answered
   */
  public static ExtractOutcome awaitAnswer(DataInputStream in) throws IOException {
    int kind = in.readUnsignedByte();
    if (kind != EXTRACTED && kind != UNREADABLE) {
      // A JVM that fails may print a message on the same stream: no length follows.
      throw new IOException("the process answers with kind " + kind);
    }
    String text = new String(body(in), StandardCharsets.UTF_8);
    return kind == EXTRACTED
        ? new ExtractOutcome.Extracted(text)
        : new ExtractOutcome.Unreadable(text);
  }

  private static void send(DataOutputStream out, int kind, byte[] body) throws IOException {
    out.writeByte(kind);
    out.writeInt(body.length);
    out.write(body);
    out.flush();
  }

  private static byte[] body(DataInputStream in) throws IOException {
    int length = in.readInt();
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new EOFException("the other side ended amid a frame");
    }
    return body;
  }
}
