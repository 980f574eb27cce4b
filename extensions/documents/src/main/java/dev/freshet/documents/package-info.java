/**
 * Text out of files that are no text, such as PDF and the formats of office suites.
 *
 * <p>{@link dev.freshet.documents.TikaExtractor} is what a pipeline calls. It hands every document
 * to a process of its own ({@code dev.freshet.documents.worker}): what is wrong with a document may
 * cost that process its life, never the pipeline's. No library for documents is loaded here.
 */
@NullMarked
package dev.freshet.documents;

import org.jspecify.annotations.NullMarked;
