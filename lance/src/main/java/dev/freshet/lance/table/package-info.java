/**
 * The vector table as it is stored: schema, versions, history of commits, file format, and what
 * errors of the native library mean.
 */
@NullMarked
package dev.freshet.lance.table;

import org.jspecify.annotations.NullMarked;
