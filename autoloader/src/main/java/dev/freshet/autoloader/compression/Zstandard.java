package dev.freshet.autoloader.compression;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads the frames of Zstandard, one or several, also frames to be skipped. A window may have up to
 * 128 MiB, which is what the command {@code zstd} reads, too; this memory is outside the heap. Not
 * thread-safe.
 */
final class Zstandard extends FilterInputStream {

  Zstandard(InputStream packed) throws IOException {
    super(new ZstdInputStreamNoFinalizer(new SmallReads(new BufferedInputStream(packed))));
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    try {
      return super.read(target, offset, length);
    } catch (ZstdIOException e) {
      throw named(e);
    }
  }

  private static IOException named(ZstdIOException e) {
    long code = e.getErrorCode();
    if (code == Zstd.errDictionaryWrong()) {
      return new UnsuitableContentException(
          "it was packed with a dictionary", "Pack it without one and land it again");
    }
    if (code == Zstd.errFrameParameterWindowTooLarge()) {
      return new UnsuitableContentException(
          "to unpack it takes a window of more than 128 MiB",
          "Pack it without --long, or with --long=27 at most, and land it again");
    }
    return e;
  }

  /** Damage takes all with it that was unpacked of one read, so reads are small. */
  private static final class SmallReads extends FilterInputStream {

    SmallReads(InputStream packed) {
      super(packed);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return super.read(target, offset, Math.min(length, CarefulInputStream.STEP_BYTES));
    }

    /** The decoder goes on within a step while something is available. */
    @Override
    public int available() {
      return 0;
    }
  }
}
