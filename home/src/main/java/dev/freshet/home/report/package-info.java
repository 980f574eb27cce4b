/**
 * The state of a running pipeline as other processes see it: a small JSON file that {@code run}
 * replaces atomically, and that {@code status} and {@code search} read without Spark.
 */
@NullMarked
package dev.freshet.home.report;

import org.jspecify.annotations.NullMarked;
