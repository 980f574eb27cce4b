/**
 * The vector table as it is stored: columns, versions, the history of its commits, the file format,
 * and the meaning of errors of the native library.
 */
@NullMarked
package dev.freshet.lance.table;

import org.jspecify.annotations.NullMarked;
