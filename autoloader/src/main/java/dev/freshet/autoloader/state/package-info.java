/**
 * What became of each file of a landing zone, for people and programs that ask: read from the file
 * log and from the checkpoint of the query, also while the query runs.
 */
@NullMarked
package dev.freshet.autoloader.state;

import org.jspecify.annotations.NullMarked;
