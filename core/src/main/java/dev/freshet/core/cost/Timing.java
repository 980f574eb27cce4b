package dev.freshet.core.cost;

/**
 * How long work of one size took.
 *
 * @param size tokens or bytes
 * @param seconds it took
 */
public record Timing(double size, double seconds) {}
