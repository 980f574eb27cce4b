package dev.freshet.core.vector;

/**
 * Which chunk of which record.
 *
 * @param key the record's key
 * @param id the chunk's id
 * @param chunkIndex the chunk's ordinal within the record
 */
public record ChunkIdentity(String key, String id, int chunkIndex) {}
