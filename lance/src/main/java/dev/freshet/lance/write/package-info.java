/**
 * Writes to a vector table: rows are staged in data files, then one commit replaces the rows of a
 * batch atomically. Entry: {@link dev.freshet.lance.write.LanceTableWriter}.
 */
@NullMarked
package dev.freshet.lance.write;

import org.jspecify.annotations.NullMarked;
