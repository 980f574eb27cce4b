/**
 * A record becomes a document: the template is filled in, binary content is extracted, metadata
 * columns are picked.
 */
@NullMarked
package dev.freshet.pipeline.document;

import org.jspecify.annotations.NullMarked;
