package dev.freshet.autoloader.format;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A content whose first bytes are known before it is read. A failure among these is thrown where it
 * belongs: behind the bytes before it. Not thread-safe.
 */
final class PeekedContent extends InputStream {
  private static final int HEAD_BYTES = 64 * 1024;

  private final InputStream content;
  private final byte[] head;
  private final boolean whole;
  private final @Nullable IOException failure;
  private int position;

  private PeekedContent(
      InputStream content, byte[] head, boolean whole, @Nullable IOException failure) {
    this.content = content;
    this.head = head;
    this.whole = whole;
    this.failure = failure;
  }

  /** Reads the first bytes of a content, which it owns from then on. */
  static PeekedContent of(InputStream content) throws IOException {
    byte[] buffer = new byte[HEAD_BYTES];
    int length = 0;
    int read = 0;
    IOException failure = null;
    try {
      while (read >= 0 && length < HEAD_BYTES) {
        length += read;
        read = content.read(buffer, length, HEAD_BYTES - length);
      }
    } catch (IOException e) {
      failure = e;
    } catch (RuntimeException | LinkageError e) {
      failure = new IOException(e); // Codecs report damage as any of these.
    }
    byte[] head = Arrays.copyOf(buffer, length);
    return new PeekedContent(content, head, read < 0, failure);
  }

  /** The first bytes; the array is not copied. */
  byte[] head() {
    return head;
  }

  /** Whether {@link #head()} is all there is. */
  boolean isWhole() {
    return whole;
  }

  /** Leaves out the first bytes, which must be part of the head. */
  PeekedContent skipHead(int bytes) {
    position = bytes;
    return this;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (position < head.length) {
      int count = Math.min(length, head.length - position);
      System.arraycopy(head, position, target, offset, count);
      position += count;
      return count;
    }
    if (failure != null) {
      throw failure;
    }
    return content.read(target, offset, length);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public void close() throws IOException {
    content.close();
  }
}
