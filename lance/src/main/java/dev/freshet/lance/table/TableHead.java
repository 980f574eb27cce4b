package dev.freshet.lance.table;

/**
 * The head of a table: its newest version and the record that is valid for it.
 *
 * @param version the newest version
 * @param recordVersion the version whose commit carries {@code record}; may be below {@code
 *     version}, since maintenance commits carry none. 0 if no commit in the history carries one
 * @param record what the newest commit of a writer says about the table
 */
public record TableHead(long version, long recordVersion, CommitRecord record) {}
