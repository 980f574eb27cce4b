package dev.freshet.server.query;

import dev.freshet.search.SearchRequest;
import dev.freshet.search.Wish;
import java.time.Duration;
import java.util.Optional;

/**
 * What a request asks for.
 *
 * @param search the search
 * @param wish what the table must contain before the search; empty to search at once
 * @param timeout of the whole answer, above zero
 */
record SearchCall(SearchRequest search, Optional<Wish> wish, Duration timeout) {

  static final Duration TIMEOUT_DEFAULT = Duration.ofSeconds(10);
  static final Duration TIMEOUT_MAX = Duration.ofSeconds(60);
}
