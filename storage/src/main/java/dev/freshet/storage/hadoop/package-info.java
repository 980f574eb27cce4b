/**
 * A local file system for Hadoop that starts no processes and renames without overwriting
 * atomically. Entry: {@link LocalFs#sparkSettings()}. {@link ProcessUser} is who Hadoop takes the
 * process for.
 */
@NullMarked
package dev.freshet.storage.hadoop;

import org.jspecify.annotations.NullMarked;
