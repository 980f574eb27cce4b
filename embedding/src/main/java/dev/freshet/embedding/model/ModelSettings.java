package dev.freshet.embedding.model;

/**
 * How a model is used; its files do not contain this.
 *
 * @param pooling how token vectors become the vector of a text
 * @param maxTokens most tokens of a text the model was trained for, special tokens included
 * @param documentPrefix put before every document text; empty for most models
 * @param queryPrefix put before every query text; empty for most models
 */
public record ModelSettings(
    Pooling pooling, int maxTokens, String documentPrefix, String queryPrefix) {}
