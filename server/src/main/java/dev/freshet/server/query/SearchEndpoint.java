package dev.freshet.server.query;

import dev.freshet.core.error.InvalidRequestException;
import dev.freshet.core.filter.Filter;
import dev.freshet.core.vector.VectorTableSpec;
import dev.freshet.search.FreshnessWatch;
import dev.freshet.search.NotFreshException;
import dev.freshet.search.SearchAnswer;
import dev.freshet.search.SearchRequest;
import dev.freshet.search.SearchService;
import dev.freshet.search.Wish;
import dev.freshet.server.http.Call;
import dev.freshet.server.http.Caller;
import dev.freshet.server.http.Endpoint;
import dev.freshet.server.http.Reply;
import dev.freshet.server.problem.ProblemCode;
import dev.freshet.server.problem.ProblemException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** {@code POST /v1/search}: reads a search, waits for the freshness it asks for, and searches. */
public final class SearchEndpoint implements Endpoint {

  private final LiveTable table;
  private final SearchCallReader reader;
  private final WorkQueue workers;
  private final Consumer<Duration> waits;

  /**
   * Makes the endpoint.
   *
   * @param table the table that is searched
   * @param workers run the searches
   * @param waits receives how long a search waited for the freshness it asked for
   */
  public SearchEndpoint(
      LiveTable table, SearchCallReader reader, WorkQueue workers, Consumer<Duration> waits) {
    this.table = table;
    this.reader = reader;
    this.workers = workers;
    this.waits = waits;
  }

  @Override
  public CompletionStage<Reply> answer(Call call) {
    requireJson(call);
    LiveTable.Open open = table.open();
    SearchCall wanted = reader.read(call.body(), open.search().spec());
    return search(open, wanted, call)
        .thenApply(answer -> Reply.json(AnswerJson.of(answer, wanted.search().fields())));
  }

  private static void requireJson(Call call) {
    if (call.headers().containsKey("content-type") && !call.isJson()) {
      throw new ProblemException(
          ProblemCode.UNSUPPORTED_MEDIA_TYPE,
          "Cannot read the body: its Content-Type is not JSON. Send JSON with the header Content-Type: application/json.");
    }
  }

  /** Searches the rows that the caller may see, once the table is fresh enough. */
  private CompletableFuture<SearchAnswer> search(
      LiveTable.Open open, SearchCall wanted, Call call) {
    SearchRequest request = narrowed(wanted.search(), call.caller(), open.search().spec());
    long started = System.nanoTime();
    CompletableFuture<Void> fresh =
        wanted
            .wish()
            .map(wish -> await(open.watch(), wish, wanted.timeout(), call.caller()))
            .orElseGet(() -> CompletableFuture.completedFuture(null));
    return fresh.thenCompose(
        ready -> {
          Duration left = wanted.timeout().minusNanos(System.nanoTime() - started);
          if (left.isNegative() || left.isZero()) {
            throw WorkQueue.timedOut(wanted.timeout());
          }
          SearchService search = open.search();
          return workers.submit(left, call.abandoned(), () -> search.search(request, left));
        });
  }

  /**
   * The request among the rows that the caller may see. A key whose condition does not fit the
   * table, such as it is now, sees nothing.
   */
  private static SearchRequest narrowed(
      SearchRequest request, Caller caller, VectorTableSpec table) {
    if (caller.rows().isEmpty()) {
      return request;
    }
    Filter rows = caller.rows().get();
    try {
      table.filterColumns().check(rows);
    } catch (InvalidRequestException e) {
      throw new ProblemException(
          ProblemCode.FORBIDDEN,
          "Cannot search with this key: which rows it may see cannot be decided. %s Ask the person who made the key for one with another condition."
              .formatted(String.valueOf(e.getMessage())));
    }
    return request.within(rows);
  }

  private CompletableFuture<Void> await(
      FreshnessWatch watch, Wish wish, Duration timeout, Caller caller) {
    if (wish instanceof Wish.RecordVersion && !caller.seesAll()) {
      throw new InvalidRequestException(
          "after.key",
          "Cannot wait for a record: the key sees some rows only, and the answer would tell whether other rows exist. Wait for a file or a time.");
    }
    long started = System.nanoTime();
    return watch
        .await(wish, timeout)
        .whenComplete(
            (fresh, failure) -> waits.accept(Duration.ofNanos(System.nanoTime() - started)))
        .exceptionally(
            failure -> {
              throw new CompletionException(problem(failure));
            });
  }

  private static Throwable problem(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof NotFreshException late) {
      ProblemException problem =
          new ProblemException(ProblemCode.NOT_FRESH_ENOUGH, String.valueOf(late.getMessage()))
              .with("version", late.freshness().version())
              .retryAfter(1);
      return late.freshness().asOf() == null
          ? problem
          : problem.with("asOf", late.freshness().asOf());
    }
    return cause;
  }
}
