/**
 * The lease of a vector table: it keeps the commits of writer and maintenance apart in time. No
 * data depends on it; without it commits conflict more often.
 */
@NullMarked
package dev.freshet.lance.lease;

import org.jspecify.annotations.NullMarked;
