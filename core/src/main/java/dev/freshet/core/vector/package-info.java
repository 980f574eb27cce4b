/**
 * The vector table as the rest of Freshet sees it: {@link VectorTableWriter} replaces records
 * atomically and exactly once, {@link VectorTableReader} searches and inspects.
 */
@NullMarked
package dev.freshet.core.vector;

import org.jspecify.annotations.NullMarked;
