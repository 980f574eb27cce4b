/**
 * Reads Markdown and HTML into sections and blocks. {@link
 * dev.freshet.embedding.document.MarkdownReader} and {@link
 * dev.freshet.embedding.document.HtmlReader} are the entries; both report what they read to an
 * {@code OutlineBuilder}, which makes sections of it.
 */
@NullMarked
package dev.freshet.embedding.document;

import org.jspecify.annotations.NullMarked;
