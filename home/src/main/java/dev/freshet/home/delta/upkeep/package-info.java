/**
 * Keeps a Delta table small: joins its small data files, writes a checkpoint where the writer could
 * not, and removes log entries and data files that no reader needs any more. Works in another
 * process than the writer, and may be killed at any point. What is due is decided elsewhere.
 */
@NullMarked
package dev.freshet.home.delta.upkeep;

import org.jspecify.annotations.NullMarked;
