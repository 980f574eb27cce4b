/**
 * Conditions on the rows of a vector table: {@link dev.freshet.core.filter.Filter} is what a search
 * carries, {@link dev.freshet.core.filter.FilterParser} reads one from text. Two filters are joined
 * as trees, never as text, so that one cannot change the meaning of the other.
 */
@NullMarked
package dev.freshet.core.filter;

import org.jspecify.annotations.NullMarked;
