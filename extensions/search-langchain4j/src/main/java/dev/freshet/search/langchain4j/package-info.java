/**
 * A vector table of Freshet in LangChain4j: {@link
 * dev.freshet.search.langchain4j.FreshetContentRetriever} answers questions in words, {@link
 * dev.freshet.search.langchain4j.FreshetEmbeddingStore} answers vectors. Both read only: rows come
 * from landing files.
 */
@NullMarked
package dev.freshet.search.langchain4j;

import org.jspecify.annotations.NullMarked;
