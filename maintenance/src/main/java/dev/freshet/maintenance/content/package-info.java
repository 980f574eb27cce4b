/**
 * Reads the files of all tables of a home again, a few at a time, so that damage of data that no
 * process reads is found while it can still be healed.
 */
@NullMarked
package dev.freshet.maintenance.content;

import org.jspecify.annotations.NullMarked;
