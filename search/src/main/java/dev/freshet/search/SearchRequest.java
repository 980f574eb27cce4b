package dev.freshet.search;

import dev.freshet.core.error.InvalidRequestException;
import dev.freshet.core.filter.Filter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * One search.
 *
 * @param question what is looked for
 * @param mode how; a vector can only be searched by {@link Mode#VECTOR}
 * @param k how many hits, 1 to {@value #K_MAX}
 * @param filter what every hit satisfies; empty for all rows
 * @param perRecord most hits of one record, at least 1; empty for any number
 * @param fields what to read of a hit: {@code text} and names of metadata columns; empty for all
 * @param weights of the rankings of a hybrid search; empty to weigh them by the question's words
 */
public record SearchRequest(
    Question question,
    Mode mode,
    int k,
    Optional<Filter> filter,
    OptionalInt perRecord,
    Optional<Set<String>> fields,
    Optional<Weights> weights) {

  /**
   * Longest query, in characters. A search by meaning takes at most as many tokens as the model
   * does, which are fewer; a hybrid search then answers by words alone.
   */
  public static final int QUERY_LENGTH_MAX = 10_000;

  /** Most hits a caller may ask for; more is an export, not a search. */
  public static final int K_MAX = 1_000;

  /** How many hits a caller gets who does not say. */
  public static final int K_DEFAULT = 10;

  public SearchRequest {
    if (k < 1 || k > K_MAX) {
      throw new InvalidRequestException(
          "k", "Cannot search for %d hits: k is not in 1 to %d. Change it.".formatted(k, K_MAX));
    }
    if (perRecord.isPresent() && perRecord.getAsInt() < 1) {
      throw new InvalidRequestException(
          "perRecord",
          "Cannot search for %d hits of a record: it is below 1. Leave it out for any number."
              .formatted(perRecord.getAsInt()));
    }
    if (question instanceof Question.Vector && mode != Mode.VECTOR) {
      throw new InvalidRequestException(
          "mode",
          "Cannot search by %s with a vector: it has no words. Pass a query, or leave mode out."
              .formatted(mode));
    }
    if (question instanceof Question.Text text && text.text().isBlank()) {
      throw new InvalidRequestException(
          "query", "Cannot search: the query is blank. Say what to look for.");
    }
    if (question instanceof Question.Text text && text.text().length() > QUERY_LENGTH_MAX) {
      throw new InvalidRequestException(
          "query",
          "Cannot search for a query of %d characters: at most %d are allowed. Shorten it."
              .formatted(text.text().length(), QUERY_LENGTH_MAX));
    }
    fields = fields.map(Set::copyOf);
  }

  /** A search that answers all fields and weighs the rankings by the question's words. */
  public SearchRequest(
      Question question, Mode mode, int k, Optional<Filter> filter, OptionalInt perRecord) {
    this(question, mode, k, filter, perRecord, Optional.empty(), Optional.empty());
  }

  /** A search by the meaning of {@code text}, in all rows. */
  public static SearchRequest of(String text, int k) {
    return new SearchRequest(
        new Question.Text(text), Mode.VECTOR, k, Optional.empty(), OptionalInt.empty());
  }

  /**
   * The hits that answer this request, in their order.
   *
   * @param ranked hits to choose from, best first
   */
  List<Ranked> best(List<Ranked> ranked) {
    Map<String, Integer> seen = new HashMap<>();
    int most = perRecord.orElse(Integer.MAX_VALUE);
    return ranked.stream()
        .filter(hit -> seen.merge(hit.key(), 1, Integer::sum) <= most)
        .limit(k)
        .toList();
  }

  /** The same search among the rows that satisfy {@code other} too. */
  public SearchRequest within(Filter other) {
    Filter narrower = filter.map(own -> Filter.both(other, own)).orElse(other);
    return new SearchRequest(question, mode, k, Optional.of(narrower), perRecord, fields, weights);
  }
}
