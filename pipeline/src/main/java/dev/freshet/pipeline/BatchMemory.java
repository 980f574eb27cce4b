package dev.freshet.pipeline;

import dev.freshet.autoloader.envelope.FileTooLargeException;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;

/**
 * How much of the heap a batch may take. The driver holds a batch whole: as Spark's rows, as lines,
 * as rows of four tables and as chunks with their vectors.
 */
final class BatchMemory {

  /** Measured: short JSON lines with vectors of 384 floats take some twelve times their bytes. */
  private static final int HEAP_PER_BYTE = 16;

  /** Spark's rows of a batch, compressed, beside everything that is made of them. */
  private static final int HEAP_PER_RESULT_BYTE = 4;

  private BatchMemory() {}

  /** Landed bytes at which a batch ends, and most bytes of one file. */
  static long maxBytes() {
    return Runtime.getRuntime().maxMemory() / HEAP_PER_BYTE;
  }

  /** What Spark may hand over at once. */
  static long maxResultBytes() {
    return Runtime.getRuntime().maxMemory() / HEAP_PER_RESULT_BYTE;
  }

  /** Says what to do about a file that is too large; other failures stay as they are. */
  static Throwable explained(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof FileTooLargeException tooLarge) {
        return new FreshetException(
            ErrorCode.INVALID_CONFIG,
            ("Cannot take %s into a batch: it has more than %d bytes, as it landed or unpacked, which"
                    + " is what a heap of %d bytes has room for. Start the pipeline with a larger heap"
                    + " (-Xmx), or split the file.")
                .formatted(tooLarge.path(), tooLarge.limit(), Runtime.getRuntime().maxMemory()),
            failure);
      }
    }
    return failure;
  }
}
