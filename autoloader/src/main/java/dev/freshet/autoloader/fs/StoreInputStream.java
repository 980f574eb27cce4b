package dev.freshet.autoloader.fs;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Function;

/**
 * The content that a file of another storage had when it was opened. Its errors are those of {@link
 * HadoopErrors}, so that they are not taken for damage of the content. Not thread-safe.
 */
final class StoreInputStream extends InputStream {
  private final InputStream content;
  private final Function<Exception, IOException> errors;
  private long left;

  /**
   * @param length of the content; a stream that ends before has lost its connection
   * @param errors what an error of the client means
   */
  StoreInputStream(InputStream content, long length, Function<Exception, IOException> errors) {
    this.content = content;
    this.left = length;
    this.errors = errors;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (left <= 0 || length == 0) {
      return length == 0 ? 0 : -1;
    }
    try {
      int read = content.read(target, offset, (int) Math.min(length, left));
      if (read < 0) {
        throw new EOFException("the answer of the storage ends " + left + " bytes too early");
      }
      left -= read;
      return read;
    } catch (IOException | RuntimeException e) {
      throw errors.apply(e);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      content.close();
    } catch (RuntimeException e) {
      throw errors.apply(e);
    }
  }
}
