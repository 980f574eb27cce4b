/**
 * Extracts text from files that are not text, such as PDF and the formats of office suites.
 *
 * <p>{@link dev.freshet.documents.TikaExtractor} is the entry. It sends every document to a process
 * of its own ({@code dev.freshet.documents.worker}): a malformed document may crash that process,
 * but never the pipeline. No library for documents is loaded here.
 */
@NullMarked
package dev.freshet.documents;

import org.jspecify.annotations.NullMarked;
