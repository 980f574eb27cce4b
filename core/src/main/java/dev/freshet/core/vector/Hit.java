package dev.freshet.core.vector;

import dev.freshet.core.metadata.MetadataValue;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One chunk found by a search.
 *
 * @param chunk which chunk it is
 * @param score the larger the better; {@code 1 - distance} for cosine, BM25 for a search for words
 * @param distance the smaller the better, in the table's distance; {@code -score} for a search for
 *     words, which compares no vectors
 * @param text the chunk's text
 * @param version the record's version
 * @param landedAt when the file that carried the record landed
 * @param metadata value per metadata column
 */
public record Hit(
    ChunkId chunk,
    float score,
    float distance,
    String text,
    long version,
    Instant landedAt,
    Map<String, @Nullable MetadataValue> metadata) {

  /**
   * Which chunk of which record.
   *
   * @param key the record's key
   * @param id the chunk's id
   * @param chunkIndex the chunk's ordinal within the record
   */
  public record ChunkId(String key, String id, int chunkIndex) {}

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
