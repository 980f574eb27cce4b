package dev.freshet.search;

import dev.freshet.core.vector.Freshness;
import java.util.List;

/**
 * What a search found, in the shape of the HTTP API.
 *
 * @param hits best first
 * @param freshness of the answer
 * @param tookMs time to embed the question, where that is needed, and to search
 */
public record SearchAnswer(List<SearchHit> hits, Freshness freshness, long tookMs) {

  public SearchAnswer {
    hits = List.copyOf(hits);
  }
}
