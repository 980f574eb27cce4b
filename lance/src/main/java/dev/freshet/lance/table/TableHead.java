package dev.freshet.lance.table;

/**
 * The newest version of a table and the record that holds for it.
 *
 * @param version the newest version
 * @param recordVersion the version whose commit carries {@code record}; at most {@code version},
 *     since maintenance commits carry none. 0 if no commit in the history carries one
 */
public record TableHead(long version, long recordVersion, CommitRecord record) {}
