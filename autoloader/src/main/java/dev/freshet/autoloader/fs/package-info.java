/**
 * How landed files are reached: on this machine, or through a file system of Hadoop. The only
 * package of the source that opens one.
 */
@NullMarked
package dev.freshet.autoloader.fs;

import org.jspecify.annotations.NullMarked;
