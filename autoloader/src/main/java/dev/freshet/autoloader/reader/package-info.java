/**
 * Spark's readers of files: one of its formats with the options of a user ({@link
 * dev.freshet.autoloader.reader.SparkFormat}), which columns files have ({@link
 * dev.freshet.autoloader.reader.ColumnScan}), and a file as Spark reads it.
 */
@NullMarked
package dev.freshet.autoloader.reader;

import org.jspecify.annotations.NullMarked;
