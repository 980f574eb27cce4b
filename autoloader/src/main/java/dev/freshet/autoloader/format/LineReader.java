package dev.freshet.autoloader.format;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Splits a stream into lines at {@code \n} or {@code \r\n}, or at another sign, in memory bounded
 * by the longest line allowed: of a longer one nothing is kept. The bytes are valid until the next
 * call.
 */
final class LineReader implements Closeable {
  private static final int CHUNK_BYTES = 64 * 1024;

  private final InputStream content;
  private final int maxBytes;
  private final char lineEnd;
  private final byte[] chunk = new byte[CHUNK_BYTES];
  private int position;
  private int limit;
  private byte[] line = new byte[1024];
  private int length;
  private long number;
  private boolean tooLong;

  LineReader(InputStream content, int maxBytes) {
    this(content, maxBytes, '\n');
  }

  LineReader(InputStream content, int maxBytes, char lineEnd) {
    this.content = content;
    this.maxBytes = maxBytes;
    this.lineEnd = lineEnd;
  }

  /** Moves to the next line; false at the end of the stream. */
  boolean next() throws IOException {
    length = 0;
    tooLong = false;
    boolean started = false;
    while (position < limit || fill()) {
      started = true;
      int end = position;
      while (end < limit && chunk[end] != lineEnd) {
        end++;
      }
      append(end);
      if (end < limit) {
        position = end + 1;
        break;
      }
      position = end;
    }
    if (started) {
      number++;
      if (length > 0 && line[length - 1] == '\r') {
        length--;
      }
    }
    return started;
  }

  private boolean fill() throws IOException {
    position = 0;
    limit = Math.max(0, content.read(chunk));
    return limit > 0;
  }

  private void append(int end) {
    int added = end - position;
    if (tooLong || length + added > maxBytes) {
      tooLong = true;
      length = 0;
      return;
    }
    if (length + added > line.length) {
      line = Arrays.copyOf(line, Math.max(length + added, Math.min(maxBytes, line.length * 2)));
    }
    System.arraycopy(chunk, position, line, length, added);
    length += added;
  }

  byte[] bytes() {
    return line;
  }

  int length() {
    return length;
  }

  /** Number of the current line, from 1. */
  long number() {
    return number;
  }

  boolean isTooLong() {
    return tooLong;
  }

  @Override
  public void close() throws IOException {
    content.close();
  }
}
