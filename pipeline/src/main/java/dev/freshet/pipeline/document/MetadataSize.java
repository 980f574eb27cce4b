package dev.freshet.pipeline.document;

import dev.freshet.core.metadata.MetadataValue;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How large the metadata of a record are in the vector table, where every chunk repeats them: a
 * record of a thousand chunks whose text is also its metadata would take a thousand times its size.
 * The limits keep a batch within memory, and an answer of one hit within what an answer may have.
 */
public final class MetadataSize {

  /** Most bytes of the metadata of one record. */
  static final long RECORD_BYTES_MAX = 1L << 20;

  /** Most bytes of the metadata of all chunks of a record. */
  static final long CHUNKS_BYTES_MAX = 64L << 20;

  private MetadataSize() {}

  /** Why a record with these metadata and so many chunks is not indexed; empty if it is. */
  public static Optional<String> refusal(
      Map<String, @Nullable MetadataValue> metadata, int chunks) {
    long bytes = 0;
    String largest = "";
    long largestBytes = -1;
    for (Map.Entry<String, @Nullable MetadataValue> column : metadata.entrySet()) {
      long own = bytes(column.getValue());
      bytes += own;
      if (own > largestBytes) {
        largest = column.getKey();
        largestBytes = own;
      }
    }
    if (bytes <= RECORD_BYTES_MAX && bytes * chunks <= CHUNKS_BYTES_MAX) {
      return Optional.empty();
    }
    return Optional.of(
        "Cannot index the record: its metadata of %d bytes, repeated in each of its %d chunks, are more than %d bytes, or than %d bytes together. The largest is %s with %d bytes. Take it out of document.metadata, or land it shorter."
            .formatted(bytes, chunks, RECORD_BYTES_MAX, CHUNKS_BYTES_MAX, largest, largestBytes));
  }

  private static long bytes(@Nullable MetadataValue value) {
    return value == null ? 0 : value.text().getBytes(StandardCharsets.UTF_8).length;
  }
}
