package dev.freshet.pipeline.session;

import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import java.util.Map;

/**
 * The least heap with which Spark starts: one and a half times what it reserves for itself
 * (UnifiedMemoryManager of Spark, with its settings for tests). Pure.
 *
 * @param properties system properties of this process
 * @param bytes of its heap
 */
record SparkHeap(Map<String, String> properties, long bytes) {

  private static final long MIB = 1 << 20;
  private static final long RESERVED_BYTES = 300 * MIB;

  static SparkHeap ofThisProcess() {
    return new SparkHeap(
        ClusterSettings.ofThisProcess().properties(), Runtime.getRuntime().maxMemory());
  }

  /**
   * Refuses a smaller heap, which Spark would refuse with a stack trace.
   *
   * @throws FreshetException with INVALID_CONFIG
   */
  void requireEnough() {
    long least = leastBytes();
    if (bytes < least) {
      throw new FreshetException(
          ErrorCode.INVALID_CONFIG,
          "Cannot run: the heap of %d MiB is too small: Spark needs %d MiB to start. Set -Xmx1g in FRESHET_JAVA_OPTS."
              .formatted(bytes / MIB, least / MIB));
    }
  }

  private long leastBytes() {
    String reserved = properties.get("spark.testing.reservedMemory");
    if (reserved == null) {
      return properties.containsKey("spark.testing") ? 0 : RESERVED_BYTES * 3 / 2;
    }
    return Long.parseLong(reserved) * 3 / 2;
  }
}
