/**
 * The home of a pipeline, as every process sees it. {@link dev.freshet.home.PipelineHome} reads
 * what the running processes report and what the Delta tables hold; {@link
 * dev.freshet.home.HomeLock} keeps two processes from doing the same work. Needs no Spark.
 */
@NullMarked
package dev.freshet.home;

import org.jspecify.annotations.NullMarked;
