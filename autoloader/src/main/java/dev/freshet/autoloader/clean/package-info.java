/**
 * Removes files that have been read from the landing zone, for {@code cloudFiles.cleanSource}:
 * {@link dev.freshet.autoloader.clean.SourceCleaner} decides which and when, {@link
 * dev.freshet.autoloader.fs.LandedRemoval} does it.
 */
@NullMarked
package dev.freshet.autoloader.clean;

import org.jspecify.annotations.NullMarked;
