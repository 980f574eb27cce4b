/**
 * What scenarios share: the shipped command as a process ({@link
 * dev.freshet.bench.rig.PipelineProcess}), texts, percentiles, plots and raw results.
 */
@NullMarked
package dev.freshet.bench.rig;

import org.jspecify.annotations.NullMarked;
