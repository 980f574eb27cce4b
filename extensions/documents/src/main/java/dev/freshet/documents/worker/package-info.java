/**
 * The code of the process that reads documents. {@link dev.freshet.documents.worker.Worker} answers
 * requests on its standard streams, {@code TikaReader} reads with Apache Tika, and {@code
 * HtmlWriter} keeps the markup that a search needs.
 */
@NullMarked
package dev.freshet.documents.worker;

import org.jspecify.annotations.NullMarked;
