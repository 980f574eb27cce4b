/**
 * Models that run in this process: which there are, where their files come from, and how a text
 * becomes a vector.
 */
@NullMarked
package dev.freshet.embedding.onnx;

import org.jspecify.annotations.NullMarked;
