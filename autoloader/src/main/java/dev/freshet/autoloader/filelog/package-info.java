/**
 * The durable memory of discovery: {@link FileLog} gives every file version a sequence number, once
 * and for ever. Discovery appends, the source reads ranges, a status command looks in read-only.
 */
@NullMarked
package dev.freshet.autoloader.filelog;

import org.jspecify.annotations.NullMarked;
