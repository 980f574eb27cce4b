/**
 * Typed columns, as Spark's own readers read them. {@link dev.freshet.autoloader.typed.TypedForm}
 * plans a batch of exactly the files that it is given; {@link
 * dev.freshet.autoloader.typed.PathColumns} adds what directory names say.
 */
@NullMarked
package dev.freshet.autoloader.typed;

import org.jspecify.annotations.NullMarked;
