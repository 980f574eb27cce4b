/**
 * Runs a model in this process. {@link dev.freshet.embedding.onnx.InProcessEmbedder} is the entry:
 * it tokenises the texts of a call, spreads them over threads ({@code TextBatch}) and gives each to
 * a {@code TokenModel}. That is an {@code OnnxModel}, which runs a graph, or a {@code TokenTable},
 * which {@link dev.freshet.embedding.onnx.StaticModel} computes from a graph and caches.
 */
@NullMarked
package dev.freshet.embedding.onnx;

import org.jspecify.annotations.NullMarked;
