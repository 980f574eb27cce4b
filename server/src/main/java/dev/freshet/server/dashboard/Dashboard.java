package dev.freshet.server.dashboard;

import dev.freshet.home.layer.LedgerEntry;
import dev.freshet.home.layer.QuarantinedLine;
import dev.freshet.server.http.Call;
import dev.freshet.server.http.Reply;
import dev.freshet.server.http.Routes;
import dev.freshet.server.problem.ProblemCode;
import dev.freshet.server.problem.ProblemException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;

/**
 * The dashboard, its figures, and {@code GET /v1/status}. Thread-safe; no endpoint blocks the
 * thread that calls it.
 */
public final class Dashboard implements AutoCloseable {

  static final int BATCHES = 50;
  static final int QUARANTINED = 20;

  /** How many characters of a quarantined line are shown. */
  private static final int PAYLOAD_MAX = 10_000;

  /** How many characters of a reason are shown; a reason may quote the line. */
  private static final int REASON_MAX = 500;

  private final PipelineSource source;
  private final ScheduledExecutorService executor;
  private final Sampler sampler;
  private final OnDemand<List<LedgerEntry>> ledger;
  private final OnDemand<List<QuarantinedLine>> quarantine;

  /**
   * Makes a dashboard that does not sample yet.
   *
   * @param executor runs slow work; it needs at least two threads, so that sampling continues while
   *     a table is read; the caller closes it
   */
  public Dashboard(PipelineSource source, ScheduledExecutorService executor, InstantSource clock) {
    this.source = source;
    this.executor = executor;
    this.sampler = new Sampler(source, executor, clock);
    this.ledger =
        new OnDemand<>(
            source::ledgerStamp, () -> source.newestBatches(BATCHES), executor, System::nanoTime);
    this.quarantine =
        new OnDemand<>(
            source::quarantineStamp,
            () -> source.newestQuarantined(QUARANTINED).stream().map(Dashboard::shortened).toList(),
            executor,
            System::nanoTime);
  }

  /** Begins to sample the pipeline. */
  public void start() {
    sampler.start();
  }

  /** Takes one sample, as it does every two seconds once it is started. */
  void look() {
    sampler.look();
  }

  /**
   * Registers the pages, which contain no figures and are open to every client, and the figures,
   * which are for callers who see all rows.
   */
  public void addTo(Routes routes) {
    Assets.endpoints().forEach((path, page) -> routes.open("GET", path, page));
    routes
        .operators("GET", "/v1/status", call -> sampled(() -> overview().status()))
        .operators("GET", "/v1/dashboard/overview", call -> sampled(this::overview))
        .operators("GET", "/v1/dashboard/history", this::history)
        .operators(
            "GET",
            "/v1/dashboard/batches",
            call -> ledger.current().thenApply(sampler.batches()::joined).thenApply(Reply::json))
        .operators(
            "GET", "/v1/dashboard/quarantine", call -> quarantine.current().thenApply(Reply::json))
        .operators("GET", "/v1/dashboard/quarantine/line", this::quarantinedLine);
  }

  /** A figure of the newest sample; if there is none yet, a sample is taken first. */
  private CompletionStage<Reply> sampled(Supplier<Object> figure) {
    return sampler.newest().isPresent()
        ? CompletableFuture.completedStage(Reply.json(figure.get()))
        : CompletableFuture.supplyAsync(() -> Reply.json(figure.get()), executor);
  }

  private Overview overview() {
    return sampler.newest().orElseGet(sampler::look);
  }

  private CompletionStage<Reply> history(Call call) {
    Instant after = call.parameter("after").map(Dashboard::instant).orElse(Instant.MIN);
    return CompletableFuture.completedStage(
        Reply.json(History.Columns.of(sampler.history().after(after))));
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw ProblemException.badRequest(
          "after", "Cannot read after: it is not a time. Send one such as 2026-11-21T10:00:00Z.");
    }
  }

  private CompletionStage<Reply> quarantinedLine(Call call) {
    long sequence = number(call, "sequence");
    long line = number(call, "line");
    return CompletableFuture.supplyAsync(
        () -> Reply.json(new Payload(payload(sequence, line))), executor);
  }

  private String payload(long sequence, long line) {
    return source
        .quarantinedPayload(sequence, line)
        .map(text -> cut(text, PAYLOAD_MAX))
        .orElseThrow(
            () ->
                new ProblemException(
                    ProblemCode.NOT_FOUND,
                    "Cannot show line %d of file version %d: it is not in quarantine, or a whole file is."
                        .formatted(line, sequence)));
  }

  private static long number(Call call, String parameter) {
    try {
      return Long.parseLong(call.parameter(parameter).orElse(""));
    } catch (NumberFormatException e) {
      throw ProblemException.badRequest(
          parameter, "Cannot read %s: it is not a whole number. Send one.".formatted(parameter));
    }
  }

  private static QuarantinedLine shortened(QuarantinedLine line) {
    return new QuarantinedLine(
        line.sequence(),
        line.file(),
        line.line(),
        line.landedAt(),
        line.stage(),
        cut(line.reason(), REASON_MAX),
        line.recordKey() == null ? null : cut(line.recordKey(), REASON_MAX));
  }

  private static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
    return text.substring(0, end) + "…";
  }

  /** The answer with the text of a quarantined line. */
  private record Payload(String payload) {}

  /** Stops sampling. */
  @Override
  public void close() {
    sampler.close();
  }
}
