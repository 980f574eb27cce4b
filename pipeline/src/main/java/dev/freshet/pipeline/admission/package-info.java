/**
 * How much a batch may take, and what embedding costs. {@link
 * dev.freshet.pipeline.admission.AdmissionControl} learns from batches while the pipeline runs;
 * {@link dev.freshet.pipeline.admission.EmbeddingProfiler} measures a model before, with a {@link
 * dev.freshet.pipeline.admission.TextSample}.
 */
@NullMarked
package dev.freshet.pipeline.admission;

import org.jspecify.annotations.NullMarked;
