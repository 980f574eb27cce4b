package dev.freshet.core.vector;

import org.jspecify.annotations.Nullable;

/**
 * A search for words. A chunk that holds one of them is a hit; those that hold more of them, rarer
 * ones, or more often, come first (BM25). Words are compared whole and without regard to case, none
 * is left out and none is reduced to a stem: the language of the texts is not known.
 *
 * @param text the words, in any order
 * @param k how many chunks to return, at least 1
 * @param filter SQL condition over the table's columns that every hit satisfies, or null
 */
public record TextQuery(String text, int k, @Nullable String filter) {

  public TextQuery {
    if (k < 1) {
      throw new IllegalArgumentException("Invalid k: " + k);
    }
  }
}
