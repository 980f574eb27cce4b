package dev.freshet.autoloader.compression;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The packed bytes of a file, read forward. Memory follows the bytes that are there, never a length
 * that the file claims. Not thread-safe.
 */
final class PackedBytes implements Closeable {
  private static final int STEP_BYTES = 64 * 1024;

  private final BufferedInputStream content;

  PackedBytes(InputStream content) {
    this.content = new BufferedInputStream(content);
  }

  /** The first bytes, which stay to be read; fewer at the end of the file. */
  byte[] peek(int bytes) throws IOException {
    content.mark(bytes);
    byte[] start = content.readNBytes(bytes);
    content.reset();
    return start;
  }

  /** Whether the file has ended. */
  boolean atEnd() throws IOException {
    return peek(1).length == 0;
  }

  /**
   * That many bytes.
   *
   * @throws EOFException if the file ends before
   */
  byte[] read(int bytes) throws IOException {
    byte[] read = new byte[Math.min(bytes, STEP_BYTES)];
    int length = 0;
    while (length < bytes) {
      if (length == read.length) {
        read = Arrays.copyOf(read, (int) Math.min(bytes, 2L * length));
      }
      int count = content.read(read, length, read.length - length);
      if (count < 0) {
        throw new EOFException("the file ends within a block");
      }
      length += count;
    }
    return read;
  }

  /** All bytes that are left, but no more than that many. */
  byte[] readAll(int maxBytes) throws IOException {
    return content.readNBytes(maxBytes);
  }

  /** Leaves out that many bytes. */
  void skip(long bytes) throws IOException {
    try {
      content.skipNBytes(bytes);
    } catch (EOFException e) {
      throw new EOFException("the file ends within a block");
    }
  }

  /** A number of four bytes, the highest first. */
  int bigEndian() throws IOException {
    return Integer.reverseBytes(littleEndian());
  }

  /** A number of four bytes, the lowest first. */
  int littleEndian() throws IOException {
    return littleEndian(read(4), 0, 4);
  }

  /** A number of up to four bytes of an array, the lowest first. */
  static int littleEndian(byte[] bytes, int from, int count) {
    int number = 0;
    for (int i = count - 1; i >= 0; i--) {
      number = (number << 8) | (bytes[from + i] & 0xFF);
    }
    return number;
  }

  @Override
  public void close() throws IOException {
    content.close();
  }
}
