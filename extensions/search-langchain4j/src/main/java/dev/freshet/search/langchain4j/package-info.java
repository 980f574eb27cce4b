/**
 * Makes a vector table of Freshet usable in LangChain4j: {@link
 * dev.freshet.search.langchain4j.FreshetContentRetriever} answers questions in words, {@link
 * dev.freshet.search.langchain4j.FreshetEmbeddingStore} answers vectors. Both only read: rows come
 * from landing files.
 */
@NullMarked
package dev.freshet.search.langchain4j;

import org.jspecify.annotations.NullMarked;
