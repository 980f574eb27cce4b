package dev.freshet.server.query;

import dev.freshet.search.SearchRequest;
import dev.freshet.search.Wish;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What a request asks for.
 *
 * @param search what is looked for
 * @param wish what has to be in the table first; empty to answer with what is there
 * @param fields of a hit that are wanted, beside those it always has; empty for all
 * @param timeout from now on, above zero
 */
public record SearchCall(
    SearchRequest search, Optional<Wish> wish, Optional<Set<String>> fields, Duration timeout) {

  public static final Duration TIMEOUT_DEFAULT = Duration.ofSeconds(10);
  public static final Duration TIMEOUT_MAX = Duration.ofSeconds(60);
}
