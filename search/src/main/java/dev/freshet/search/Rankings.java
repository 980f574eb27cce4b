package dev.freshet.search;

import dev.freshet.core.error.InvalidRequestException;
import dev.freshet.core.vector.Hit;
import dev.freshet.core.vector.TextQuery;
import dev.freshet.core.vector.VectorQuery;
import dev.freshet.core.vector.VectorTableReader.TableSnapshot;
import dev.freshet.core.words.SearchWords;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rankings that answer a search, of one version. For one search; not thread-safe. */
final class Rankings {

  private final SearchRequest request;
  private final TableSnapshot snapshot;
  private final Optional<float[]> vector;
  private final Optional<String> words;
  private final SearchAnswer.@Nullable Partial partial;
  private boolean exhausted;

  private Rankings(
      SearchRequest request,
      TableSnapshot snapshot,
      Optional<float[]> vector,
      Optional<String> words,
      SearchAnswer.@Nullable Partial partial) {
    this.request = request;
    this.snapshot = snapshot;
    this.vector = vector;
    this.words = words;
    this.partial = partial;
  }

  /**
   * The rankings that can answer.
   *
   * @throws dev.freshet.core.error.FreshetException if none can
   */
  static Rankings of(SearchRequest request, Meaning meaning, TableSnapshot snapshot) {
    Optional<float[]> vector =
        meaning instanceof Meaning.Known known ? Optional.of(known.vector()) : Optional.empty();
    if (request.mode() != Mode.HYBRID) {
      Optional<String> words =
          request.mode() == Mode.TEXT ? Optional.of(text(request)) : Optional.empty();
      return new Rankings(request, snapshot, vector, words, null);
    }
    Optional<String> noWords = whyNoWords(text(request), snapshot);
    if (meaning instanceof Meaning.Unknown unknown) {
      if (noWords.isPresent()) {
        throw unknown.why();
      }
      return new Rankings(
          request,
          snapshot,
          vector,
          Optional.of(text(request)),
          SearchAnswer.Partial.of(Mode.TEXT, unknown.reason()));
    }
    return new Rankings(
        request,
        snapshot,
        vector,
        noWords.isPresent() ? Optional.empty() : Optional.of(text(request)),
        noWords.map(reason -> SearchAnswer.Partial.of(Mode.VECTOR, reason)).orElse(null));
  }

  private static String text(SearchRequest request) {
    return ((Question.Text) request.question()).text();
  }

  private static Optional<String> whyNoWords(String text, TableSnapshot snapshot) {
    if (SearchWords.ofQuestion(text).isEmpty()) {
      return Optional.of("Cannot search for words: the query has none. Add one.");
    }
    return snapshot.isTextIndexed()
        ? Optional.empty()
        : Optional.of(
            "Cannot search for words: there is no full-text index yet. Set index.full-text: true and let maintenance build it.");
  }

  TableSnapshot snapshot() {
    return snapshot;
  }

  /** Why one ranking is missing; null if none is. */
  SearchAnswer.@Nullable Partial partial() {
    return partial;
  }

  /** Whether the last call of {@link #first} returned all hits there are. */
  boolean isExhausted() {
    return exhausted;
  }

  /**
   * The first {@code window} hits of each ranking, merged, best first.
   *
   * @throws InvalidRequestException if the question or the filter does not fit the table
   */
  List<Ranked> first(int window) {
    Optional<List<Hit>> near =
        vector.map(known -> snapshot.rank(new VectorQuery(known, window, request.filter())));
    Optional<List<Hit>> worded =
        words.map(known -> snapshot.rank(new TextQuery(known, window, request.filter())));
    exhausted = isShort(near, window) && isShort(worded, window);
    if (near.isEmpty()) {
      return Ranked.worded(worded.orElseThrow());
    }
    if (worded.isEmpty()) {
      return Ranked.near(near.get());
    }
    return ScoreFusion.fuse(near.get(), worded.get(), weights(worded.get()));
  }

  private static boolean isShort(Optional<List<Hit>> ranking, int window) {
    return ranking.isEmpty() || ranking.get().size() < window;
  }

  private Weights weights(List<Hit> worded) {
    return request
        .weights()
        .orElseGet(
            () ->
                worded.isEmpty()
                    ? new Weights(1, 0)
                    : Weights.byEvidence(text(request), worded, snapshot.state().rows()));
  }
}
