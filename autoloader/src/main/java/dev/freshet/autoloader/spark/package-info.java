/**
 * What Spark sees of the source: the data source by its short name, its table, its stream, and the
 * offsets that Spark writes into its checkpoint.
 */
@NullMarked
package dev.freshet.autoloader.spark;

import org.jspecify.annotations.NullMarked;
