package dev.freshet.core.embed;

/**
 * What a caller must know of a model.
 *
 * @param model the name it is configured by, such as {@code all-minilm-l6-v2}
 * @param dimension length of every vector
 * @param maxTokens longest text it embeds whole, special tokens included
 * @param fingerprint names everything the vector depends on beside the text (model and tokenizer
 *     bytes, pooling, prefix, token limit, runtime version); vectors of different fingerprints must
 *     not be compared
 */
public record EmbedderSpec(String model, int dimension, int maxTokens, String fingerprint) {}
