/**
 * The typed columns that Spark's own file formats read. {@link
 * dev.freshet.autoloader.typed.TypedForm} plans a batch of exactly the files that it is given:
 * {@link dev.freshet.autoloader.typed.SparkFormat} is the format as Spark has it, with all its
 * options, and {@link dev.freshet.autoloader.typed.PathColumns} adds what directory names say.
 * {@link dev.freshet.autoloader.typed.EnvelopedForm} makes JSON objects with their origin of the
 * same rows.
 */
@NullMarked
package dev.freshet.autoloader.typed;

import org.jspecify.annotations.NullMarked;
