package dev.freshet.search;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.freshet.core.vector.Hit;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One chunk found, as every answer of Freshet shows it.
 *
 * @param chunk which chunk it is; in JSON its fields stand beside the others
 * @param score the larger the better, comparable within one answer: by {@link Mode#VECTOR} {@code 1
 *     - distance} for cosine and dot product and {@code 1 / (1 + distance)} for L2, by {@link
 *     Mode#TEXT} BM25, by {@link Mode#HYBRID} 0 to 1, the weighted sum of both
 * @param distance of the chunk's vector from the question's, the smaller the better; null where it
 *     was found by its words alone
 * @param text the chunk's text
 * @param version the record's version
 * @param landedAt when the file that carried the record landed
 * @param metadata value per metadata column, with its type
 */
public record SearchHit(
    @JsonUnwrapped Hit.ChunkId chunk,
    float score,
    @Nullable Float distance,
    String text,
    long version,
    Instant landedAt,
    Map<String, @Nullable Object> metadata) {

  /** The record's version as text: JavaScript rounds numbers beyond 2^53. */
  @JsonProperty
  public String versionText() {
    return Long.toString(version);
  }

  /** The record's key. */
  public String key() {
    return chunk.key();
  }

  /** The chunk's id. */
  public String id() {
    return chunk.id();
  }

  /** The chunk's ordinal within the record. */
  public int chunkIndex() {
    return chunk.chunkIndex();
  }
}
