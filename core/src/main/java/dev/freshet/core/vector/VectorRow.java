package dev.freshet.core.vector;

import dev.freshet.core.Chunk;
import dev.freshet.core.metadata.MetadataValue;
import java.io.Serializable;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One row of the vector table.
 *
 * @param chunk the text and where it comes from
 * @param vector its embedding, of unit length; the array is not copied: do not change it
 * @param metadata value per metadata column; a missing or null value is stored as null
 * @param landedAt when the file that carried the record landed
 */
public record VectorRow(
    Chunk chunk, float[] vector, Map<String, @Nullable MetadataValue> metadata, Instant landedAt)
    implements Serializable {

  public VectorRow {
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VectorRow that
        && chunk.equals(that.chunk)
        && Arrays.equals(vector, that.vector)
        && metadata.equals(that.metadata)
        && landedAt.equals(that.landedAt);
  }

  @Override
  public int hashCode() {
    return Objects.hash(chunk, Arrays.hashCode(vector), metadata, landedAt);
  }
}
