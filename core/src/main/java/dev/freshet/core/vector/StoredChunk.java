package dev.freshet.core.vector;

/**
 * A table row without its text and vector: enough to prove it right or wrong.
 *
 * @param id the chunk's id
 * @param recordKey the record's key
 * @param recordVersion the record's version
 * @param chunkIndex ordinal within the record
 * @param contentHash SHA-256 of the chunk's text
 * @param fingerprint the embedding fingerprint of the vector
 * @param hasVector whether the row has a vector that a search can find
 */
public record StoredChunk(
    String id,
    String recordKey,
    long recordVersion,
    int chunkIndex,
    String contentHash,
    String fingerprint,
    boolean hasVector) {}
