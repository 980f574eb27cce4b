/**
 * Which models there are, where their files come from, and how each is used. {@link
 * dev.freshet.embedding.model.BuiltInModel} and {@link dev.freshet.embedding.model.ModelDirectory}
 * read {@link dev.freshet.embedding.model.ModelFiles}; the {@code onnx} package runs them.
 */
@NullMarked
package dev.freshet.embedding.model;

import org.jspecify.annotations.NullMarked;
