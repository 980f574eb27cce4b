package dev.freshet.core.vector;

import dev.freshet.core.filter.Filter;
import java.util.Optional;

/** A question to a vector table. */
public sealed interface Query permits VectorQuery, TextQuery {

  /** How many chunks to return, at least 1. */
  int k();

  /** What every hit satisfies; empty for all rows. */
  Optional<Filter> filter();
}
