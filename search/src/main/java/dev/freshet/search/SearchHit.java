package dev.freshet.search;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.freshet.core.vector.Hit;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One chunk found, as every answer of Freshet shows it.
 *
 * @param chunk which chunk it is; in JSON its fields stand beside the others
 * @param score the larger the better, comparable within one answer: by {@link Mode#VECTOR} {@code 1
 *     - distance} for cosine and dot product and {@code 1 / (1 + distance)} for L2, by {@link
 *     Mode#TEXT} BM25, by {@link Mode#HYBRID} the sum of reciprocal ranks
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

  static SearchHit near(Hit hit) {
    return of(hit, hit.score(), hit.distance());
  }

  static SearchHit worded(Hit hit) {
    return of(hit, hit.score(), null);
  }

  static SearchHit of(Hit hit, float score, @Nullable Float distance) {
    Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
    hit.metadata()
        .forEach((column, value) -> metadata.put(column, value == null ? null : value.json()));
    return new SearchHit(
        hit.chunk(), score, distance, hit.text(), hit.version(), hit.landedAt(), metadata);
  }
}
