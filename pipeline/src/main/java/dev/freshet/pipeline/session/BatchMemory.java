package dev.freshet.pipeline.session;

/**
 * How much of the heap a batch may take. The driver holds a batch whole: as Spark's rows, as lines,
 * as rows of four tables and as chunks with their vectors.
 */
public final class BatchMemory {

  /**
   * Measured with a heap of 1 GiB: a file of 31 MiB (160 080 JSON lines of 200 bytes, vectors of
   * 384 floats) fits, one of 60 MiB does not. A batch that is almost at its end and one more file
   * of the largest size are together a 32nd of the heap.
   */
  private static final int HEAP_PER_FILE_BYTE = 40;

  private static final int FILE_PER_BATCH_END = 4;

  /** Room for Spark's compressed rows of a batch beside everything that is made of them. */
  private static final int HEAP_PER_RESULT_BYTE = 4;

  private BatchMemory() {}

  /** Most bytes of one file. */
  public static long maxFileBytes() {
    return Runtime.getRuntime().maxMemory() / HEAP_PER_FILE_BYTE;
  }

  /** Landed bytes at which a batch ends; the file that reaches it is still part of it. */
  public static long batchEndBytes() {
    return maxFileBytes() / FILE_PER_BATCH_END;
  }

  /** Most bytes that Spark may return to the driver at once. */
  public static long maxResultBytes() {
    return Runtime.getRuntime().maxMemory() / HEAP_PER_RESULT_BYTE;
  }
}
