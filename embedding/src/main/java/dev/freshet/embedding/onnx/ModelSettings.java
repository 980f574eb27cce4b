package dev.freshet.embedding.onnx;

/**
 * What a model needs to be told beside its files.
 *
 * @param pooling from token vectors to a text's vector
 * @param maxTokens longest text it was trained for, special tokens included
 * @param documentPrefix put before every document text, mostly empty
 * @param queryPrefix put before every query text, mostly empty
 */
record ModelSettings(Pooling pooling, int maxTokens, String documentPrefix, String queryPrefix) {}
