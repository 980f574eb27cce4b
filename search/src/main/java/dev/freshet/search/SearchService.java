package dev.freshet.search;

import dev.freshet.core.embed.Embedder;
import dev.freshet.core.error.InvalidRequestException;
import dev.freshet.core.vector.Freshness;
import dev.freshet.core.vector.Hit;
import dev.freshet.core.vector.Query;
import dev.freshet.core.vector.TableState;
import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.core.vector.VectorTableReader.TableSnapshot;
import dev.freshet.core.vector.VectorTableSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers searches over one vector table. Thread-safe; owns neither the reader nor the model.
 *
 * <p>A hybrid search, and one that groups, ranks more candidates than it returns, and reads texts
 * and metadata of those only that it returns. All come from one version of the table, so an answer
 * never shows an old and a new state of a record together.
 *
 * <p>A hybrid search is answered by one ranking, and says so, if the other one cannot answer.
 */
public final class SearchService {

  /**
   * Record key of the canary: a record that the search server lands to measure when a search finds
   * it. A key of several columns begins with it. No answer to a request has it.
   */
  public static final String CANARY_KEY = "freshet-canary";

  /** Among how many candidates the canary is looked for: its own text is the nearest to it. */
  private static final int CANARY_CANDIDATES = 10;

  /** How long a caller waits who does not say. */
  private static final Duration WITHIN_DEFAULT = Duration.ofSeconds(10);

  /** A hybrid search gives the model this part of its time. */
  private static final int HYBRID_PART = 2;

  /** Candidates per hit asked for at first when records are grouped. */
  private static final int GROUPED_FACTOR = 4;

  private final VectorTableReader reader;
  private final QuestionReader questions;
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
    this.questions = new QuestionReader(model);
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
    return search(request, WITHIN_DEFAULT);
  }

  /**
   * The same for a caller who waits no longer than {@code within}: a hybrid search then answers by
   * words alone before that time is over, if the model does not answer.
   */
  public SearchAnswer search(SearchRequest request, Duration within) {
    long started = System.nanoTime();
    Optional<Instant> live = liveAsOf.get();
    Meaning meaning = meaning(request, within);
    try (TableSnapshot snapshot = reader.snapshot()) {
      return answer(request, Rankings.of(request, meaning, snapshot), live.orElse(null), started);
    }
  }

  /**
   * The text of the canary record as a search for {@code question} finds it now; empty if it does
   * not find the record.
   *
   * @throws dev.freshet.core.error.FreshetException as {@link #search} does
   */
  public Optional<String> canary(String question) {
    SearchRequest request = SearchRequest.of(question, CANARY_CANDIDATES);
    Meaning meaning = meaning(request, WITHIN_DEFAULT);
    try (TableSnapshot snapshot = reader.snapshot()) {
      List<Hit> found =
          Rankings.of(request, meaning, snapshot).first(CANARY_CANDIDATES).stream()
              .map(Ranked::hit)
              .filter(hit -> isCanary(hit.key()))
              .limit(1)
              .toList();
      TableSnapshot.Content content =
          new TableSnapshot.Content(request.fields(), SearchAnswer.CONTENT_BYTES_MAX);
      return snapshot.read(found, content).stream().map(Hit::text).findFirst();
    }
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

  private Meaning meaning(SearchRequest request, Duration within) {
    return switch (request.mode()) {
      case TEXT -> new Meaning.NotAsked();
      case VECTOR -> new Meaning.Known(questions.vector(request.question(), reader.spec()));
      case HYBRID ->
          questions.meaning(request.question(), reader.spec(), within.dividedBy(HYBRID_PART));
    };
  }

  private SearchAnswer answer(
      SearchRequest request, Rankings rankings, @Nullable Instant live, long started) {
    List<Ranked> best = best(request, rankings);
    List<Hit> read =
        rankings
            .snapshot()
            .read(
                best.stream().map(Ranked::hit).toList(),
                new TableSnapshot.Content(request.fields(), SearchAnswer.CONTENT_BYTES_MAX));
    List<SearchHit> hits = new ArrayList<>();
    for (int i = 0; i < read.size(); i++) {
      hits.add(best.get(i).with(read.get(i)));
    }
    Freshness freshness =
        Freshness.of(rankings.snapshot().state(), Optional.ofNullable(live), clock.instant());
    return new SearchAnswer(
        hits,
        freshness,
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started),
        rankings.partial(),
        read.size() < best.size() ? SearchAnswer.Truncated.of(best.size(), read.size()) : null);
  }

  /** Asks for more candidates until there are enough records. */
  private static List<Ranked> best(SearchRequest request, Rankings rankings) {
    int wanted = firstWindow(request);
    while (true) {
      List<Ranked> ranked =
          rankings.first(wanted).stream().filter(each -> !isCanary(each.hit().key())).toList();
      List<Ranked> best = request.best(ranked);
      if (request.perRecord().isEmpty()
          || best.size() == request.k()
          || rankings.isExhausted()
          || wanted == Query.CANDIDATES_MAX) {
        return best;
      }
      wanted = Math.min(Query.CANDIDATES_MAX, wanted * GROUPED_FACTOR);
    }
  }

  /** One more than is asked for, in place of the canary. */
  private static int firstWindow(SearchRequest request) {
    int asked = request.perRecord().isPresent() ? GROUPED_FACTOR * request.k() : request.k();
    int wanted = asked + 1;
    return Math.min(
        Query.CANDIDATES_MAX,
        request.mode() == Mode.HYBRID ? Math.max(ScoreFusion.HEAD, wanted) : wanted);
  }
}
