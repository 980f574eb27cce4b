package dev.freshet.bench.load.contender;

/**
 * A hit.
 *
 * @param key number of the record
 * @param version of the record
 * @param text of the record
 */
public record Found(int key, long version, String text) {}
