/**
 * The durable memory of discovery: {@link FileLog} gives every file version a sequence number,
 * which never changes. Discovery appends, the source reads ranges, a status command opens it
 * read-only.
 */
@NullMarked
package dev.freshet.autoloader.filelog;

import org.jspecify.annotations.NullMarked;
