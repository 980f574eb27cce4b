package dev.freshet.search;

import dev.freshet.core.embed.EmbedOutcome;
import dev.freshet.core.embed.Embedder;
import dev.freshet.core.embed.InputType;
import dev.freshet.core.error.InvalidRequestException;
import dev.freshet.core.filter.Filter;
import dev.freshet.core.vector.Freshness;
import dev.freshet.core.vector.Query;
import dev.freshet.core.vector.SearchResult;
import dev.freshet.core.vector.TableState;
import dev.freshet.core.vector.TextQuery;
import dev.freshet.core.vector.VectorQuery;
import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.core.vector.VectorTableSpec;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Answers searches over one vector table. Thread-safe; owns neither the reader nor the model.
 *
 * <p>A hybrid search, and one that groups, ranks more candidates than it returns; all candidates of
 * an answer come from one version of the table, so an answer never shows an old and a new state of
 * a record together.
 */
public final class SearchService {

  /**
   * Record key of the canary: a record that the search server lands to measure when a search finds
   * it. A key of several columns begins with it. No answer to a request has it.
   */
  public static final String CANARY_KEY = "freshet-canary";

  /** Among how many candidates the canary is looked for: its own text is the nearest to it. */
  private static final int CANARY_CANDIDATES = 10;

  /** Fewest candidates of each ranking that a hybrid search merges. */
  private static final int FUSED_MIN = 100;

  /** Candidates per hit asked for at first when records are grouped. */
  private static final int GROUPED_FACTOR = 4;

  private final VectorTableReader reader;
  private final Supplier<Embedder> model;
  private final Supplier<Optional<Instant>> liveAsOf;
  private final InstantSource clock;

  /**
   * @param model called whenever a text has to be embedded, not before
   * @param liveAsOf time reported by a running pipeline: everything that landed before is in the
   *     table; empty if none runs. Called once per search
   */
  public SearchService(
      VectorTableReader reader,
      Supplier<Embedder> model,
      Supplier<Optional<Instant>> liveAsOf,
      InstantSource clock) {
    this.reader = reader;
    this.model = model;
    this.liveAsOf = liveAsOf;
    this.clock = clock;
  }

  /**
   * Searches the newest version.
   *
   * @throws InvalidRequestException if the question or the filter does not fit the table, or there
   *     is no full-text index for one that needs it
   * @throws dev.freshet.core.error.FreshetException with {@code FINGERPRINT_MISMATCH} if another
   *     model wrote the rows; the table and the model raise others
   */
  public SearchAnswer search(SearchRequest request) {
    long started = System.nanoTime();
    Optional<Instant> live = liveAsOf.get();
    Candidates candidates = candidates(request);
    Freshness freshness = Freshness.of(candidates.table(), live, clock.instant());
    long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
    return new SearchAnswer(candidates.best(request), freshness, tookMs);
  }

  /**
   * The text of the canary record as a search for {@code question} finds it now; empty if it does
   * not find the record.
   *
   * @throws dev.freshet.core.error.FreshetException as {@link #search} does
   */
  public Optional<String> canary(String question) {
    return candidates(SearchRequest.of(question, CANARY_CANDIDATES)).ranked().stream()
        .filter(hit -> isCanary(hit.key()))
        .map(SearchHit::text)
        .findFirst();
  }

  private static boolean isCanary(String recordKey) {
    return recordKey.startsWith(CANARY_KEY)
        && (recordKey.length() == CANARY_KEY.length()
            || recordKey.charAt(CANARY_KEY.length()) == '|');
  }

  /**
   * Requires that a request fits the table, without searching.
   *
   * @throws InvalidRequestException naming what does not
   */
  public void check(SearchRequest request) {
    VectorTableSpec spec = reader.spec();
    request.filter().ifPresent(spec.filterColumns()::check);
    if (request.question() instanceof Question.Vector vector) {
      spec.requireComparable(vector.vector());
    }
  }

  /** What the table was created for. */
  public VectorTableSpec spec() {
    return reader.spec();
  }

  /** The newest version of the table. */
  public TableState table() {
    return reader.state();
  }

  /** The version of a record in the table; empty if it has no chunks there. */
  OptionalLong versionOf(String recordKey) {
    return reader.versionOf(recordKey);
  }

  /** How fresh an answer would be now. */
  public Freshness freshness() {
    Optional<Instant> live = liveAsOf.get();
    return Freshness.of(reader.state(), live, clock.instant());
  }

  private Candidates candidates(SearchRequest request) {
    Optional<float[]> vector =
        request.mode() == Mode.TEXT ? Optional.empty() : Optional.of(vector(request.question()));
    int wanted = firstWindow(request);
    while (true) {
      Candidates found = ranked(request, vector, wanted);
      boolean enough = found.best(request).size() == request.k();
      if (request.perRecord().isEmpty()
          || enough
          || found.exhausted()
          || wanted == Query.CANDIDATES_MAX) {
        return found;
      }
      wanted = Math.min(Query.CANDIDATES_MAX, wanted * GROUPED_FACTOR);
    }
  }

  /** One more than is asked for, in place of the canary. */
  private static int firstWindow(SearchRequest request) {
    int asked = request.perRecord().isPresent() ? GROUPED_FACTOR * request.k() : request.k();
    int wanted = asked + 1;
    return Math.min(
        Query.CANDIDATES_MAX, request.mode() == Mode.HYBRID ? Math.max(FUSED_MIN, wanted) : wanted);
  }

  private Candidates ranked(SearchRequest request, Optional<float[]> vector, int window) {
    List<Query> queries = new ArrayList<>();
    Optional<Filter> filter = request.filter();
    vector.ifPresent(known -> queries.add(new VectorQuery(known, window, filter)));
    if (request.mode() != Mode.VECTOR) {
      queries.add(new TextQuery(((Question.Text) request.question()).text(), window, filter));
    }
    List<SearchResult> results = reader.search(queries);
    boolean exhausted = results.stream().allMatch(result -> result.hits().size() < window);
    return new Candidates(hits(request.mode(), results), results.get(0).table(), exhausted);
  }

  private static List<SearchHit> hits(Mode mode, List<SearchResult> results) {
    return switch (mode) {
      case VECTOR -> results.get(0).hits().stream().map(SearchHit::near).toList();
      case TEXT -> results.get(0).hits().stream().map(SearchHit::worded).toList();
      case HYBRID -> RankFusion.fuse(results.get(0).hits(), results.get(1).hits());
    };
  }

  private float[] vector(Question question) {
    if (question instanceof Question.Vector known) {
      return known.vector();
    }
    Embedder embedder = model.get();
    embedder.spec().requireMade(reader.spec());
    String text = ((Question.Text) question).text();
    EmbedOutcome outcome = embedder.embed(List.of(text), InputType.QUERY).get(0);
    if (outcome instanceof EmbedOutcome.Embedded embedded) {
      return embedded.vector();
    }
    throw new InvalidRequestException(
        "query",
        "Cannot search for this text: %s. Search for another text."
            .formatted(((EmbedOutcome.Rejected) outcome).reason()));
  }

  /**
   * Hits to choose from.
   *
   * @param ranked best first
   * @param exhausted whether the table has no more of them
   */
  private record Candidates(List<SearchHit> ranked, TableState table, boolean exhausted) {

    List<SearchHit> best(SearchRequest request) {
      return request.best(ranked.stream().filter(hit -> !isCanary(hit.key())).toList());
    }
  }
}
