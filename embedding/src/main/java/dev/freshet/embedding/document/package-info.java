/**
 * Reads Markdown and HTML into sections and blocks, and finds the places where a text may be cut.
 */
@NullMarked
package dev.freshet.embedding.document;

import org.jspecify.annotations.NullMarked;
