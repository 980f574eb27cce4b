package dev.freshet.core.cost;

/**
 * How long something of a size took.
 *
 * @param size tokens or bytes
 * @param seconds it took
 */
public record Timing(double size, double seconds) {}
