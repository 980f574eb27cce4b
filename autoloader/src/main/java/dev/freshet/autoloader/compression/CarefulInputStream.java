package dev.freshet.autoloader.compression;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * What a decoder of a library unpacks. Damage is an {@link IOException} whatever the decoder
 * throws, and is thrown again if it is read again. A decoder that meets damage gives nothing of
 * what it unpacked in the same step, so the steps are small. Not thread-safe.
 */
final class CarefulInputStream extends InputStream {

  /** The most content that damage takes with it. */
  static final int STEP_BYTES = 512;

  private final InputStream unpacked;
  private @Nullable IOException failure;

  CarefulInputStream(InputStream unpacked) {
    this.unpacked = unpacked;
  }

  /** Decoders say by any throwable that they met damage. */
  static IOException damaged(Throwable cause) {
    return new IOException("it is damaged", cause);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (failure != null) {
      throw failure;
    }
    try {
      return unpacked.read(target, offset, Math.min(length, STEP_BYTES));
    } catch (IOException e) {
      failure = e;
      throw e;
    } catch (RuntimeException | LinkageError e) {
      failure = damaged(e);
      throw failure;
    }
  }

  @Override
  public void close() throws IOException {
    unpacked.close();
  }
}
