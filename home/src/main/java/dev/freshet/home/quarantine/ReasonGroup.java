package dev.freshet.home.quarantine;

/**
 * Rows that are in quarantine for the same reason.
 *
 * @param count how many rows
 * @param reason why, and what to do; a value that differs between the rows is replaced by {@code …}
 * @param file where the first of them landed
 * @param line of the first of them in its file, from 1; 0 for the file itself
 */
public record ReasonGroup(long count, String reason, String file, long line) {}
