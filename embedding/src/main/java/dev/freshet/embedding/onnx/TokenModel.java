package dev.freshet.embedding.onnx;

import dev.freshet.core.error.FreshetException;

/** Turns the token ids of one text into its vector. Thread-safe. */
interface TokenModel {

  /**
   * The vector of one text, not yet of unit length; a pure function of the ids.
   *
   * @param ids 1 to {@code maxTokens} token ids of the model's vocabulary, special tokens included
   * @throws FreshetException EMBEDDING_FAILED if the runtime fails, INTERNAL if the model is closed
   */
  float[] infer(int[] ids);

  /** Releases the resources; later calls of {@link #infer} fail. May be repeated. */
  void close();
}
