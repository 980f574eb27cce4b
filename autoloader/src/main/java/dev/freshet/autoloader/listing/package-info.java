/**
 * How listings stay cheap however many files are known: what was seen is remembered outside the
 * heap, the file log is asked for the rest, and directories in which nothing came are not read.
 */
@NullMarked
package dev.freshet.autoloader.listing;

import org.jspecify.annotations.NullMarked;
