/**
 * The order of changes, as the log of their source defines it. A {@link
 * dev.freshet.pipeline.order.SourcePosition} is where a change stands in that order; its text form
 * is kept in Silver and Gold. Everything here is pure.
 */
@NullMarked
package dev.freshet.pipeline.order;

import org.jspecify.annotations.NullMarked;
