/**
 * The cost of work, as a straight line through measurements, and the decisions that follow from it:
 * how much one batch may take ({@link dev.freshet.core.cost.BatchAdmission}) and what to configure
 * ({@link dev.freshet.core.cost.ProfileAdvice}). Pure: no clock, no I/O.
 */
@NullMarked
package dev.freshet.core.cost;

import org.jspecify.annotations.NullMarked;
