package dev.freshet.core.vector;

import dev.freshet.core.filter.Filter;
import java.util.Optional;

/**
 * A search for words. A chunk that holds one of them is a hit; chunks that hold more of them, rarer
 * ones, or hold them more often, come first (BM25). What counts as the same word, {@link
 * dev.freshet.core.words.SearchWords} says. There are no stop words and no stems, because the
 * language of the texts is not known.
 *
 * @param text the words, in any order
 * @param k how many chunks to return, at least 1
 * @param filter what every hit satisfies; empty for all rows
 */
public record TextQuery(String text, int k, Optional<Filter> filter) implements Query {

  public TextQuery {
    if (k < 1) {
      throw new IllegalArgumentException("Invalid k: " + k);
    }
  }

  /** A search in all rows. */
  public TextQuery(String text, int k) {
    this(text, k, Optional.empty());
  }
}
