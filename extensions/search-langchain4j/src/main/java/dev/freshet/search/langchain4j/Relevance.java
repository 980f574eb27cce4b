package dev.freshet.search.langchain4j;

import dev.freshet.core.vector.Distance;
import dev.freshet.search.SearchHit;
import dev.langchain4j.store.embedding.RelevanceScore;

/** Converts the score of a search by vectors into LangChain4j's relevance, which is 0 to 1. */
final class Relevance {

  private Relevance() {}

  /** The relevance of a hit that was found by its vector. */
  static double of(SearchHit hit, Distance distance) {
    return switch (distance) {
      case COSINE, DOT ->
          Math.max(0, Math.min(1, RelevanceScore.fromCosineSimilarity(hit.score())));
      case L2 -> hit.score();
    };
  }
}
