/**
 * What runs in the process that reads documents: {@link dev.freshet.documents.worker.Worker}
 * answers requests on its standard streams, Apache Tika reads, {@link
 * dev.freshet.documents.worker.HtmlWriter} keeps of it what a search needs.
 */
@NullMarked
package dev.freshet.documents.worker;

import org.jspecify.annotations.NullMarked;
