package dev.freshet.core.vector;

import dev.freshet.core.filter.Filter;
import java.util.Optional;

/** A question to a vector table. A table refuses more than {@value #CANDIDATES_MAX} chunks. */
public sealed interface Query permits VectorQuery, TextQuery {

  /** Most chunks a table returns for one question; more than this is an export, not a search. */
  int CANDIDATES_MAX = 10_000;

  /** How many chunks to return, 1 to {@value #CANDIDATES_MAX}. */
  int k();

  /** What every hit satisfies; empty for all rows. */
  Optional<Filter> filter();
}
