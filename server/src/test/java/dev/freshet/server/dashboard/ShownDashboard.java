package dev.freshet.server.dashboard;

import dev.freshet.core.config.ServeConfig;
import dev.freshet.core.vector.Freshness;
import dev.freshet.core.vector.Hit;
import dev.freshet.home.layer.LedgerEntry;
import dev.freshet.home.layer.QuarantinedLine;
import dev.freshet.home.report.Percentiles;
import dev.freshet.home.report.RunStatus;
import dev.freshet.search.SearchHit;
import dev.freshet.server.http.Authenticator;
import dev.freshet.server.http.Call;
import dev.freshet.server.http.HttpServer;
import dev.freshet.server.http.Reply;
import dev.freshet.server.http.Routes;
import dev.freshet.server.http.Traffic;
import dev.freshet.testkit.SteppedClock;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** A dashboard of a fake pipeline on a real HTTP server. */
final class ShownDashboard implements AutoCloseable {

  private static final int SAMPLES = 1_800;

  final FakePipeline pipeline;
  final SteppedClock clock = new SteppedClock(FakePipeline.START);
  private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(2);
  private final Dashboard dashboard;
  private final HttpServer server;
  private volatile List<SearchHit> hits = List.of();
  private volatile byte[] asked = new byte[0];

  private ShownDashboard(FakePipeline pipeline, Authenticator authenticator) {
    this.pipeline = pipeline;
    this.dashboard = new Dashboard(pipeline, executor, clock);
    Routes routes = new Routes().callers("POST", "/v1/search", this::search);
    dashboard.addTo(routes);
    this.server =
        HttpServer.start(
            new ServeConfig(0, "127.0.0.1"),
            Optional.empty(),
            routes,
            authenticator,
            Traffic.unobserved());
  }

  /** A dashboard that begins to sample a pipeline. */
  static ShownDashboard of(FakePipeline pipeline, Authenticator authenticator) {
    ShownDashboard shown = new ShownDashboard(pipeline, authenticator);
    shown.clock.run();
    shown.dashboard.start();
    return shown;
  }

  /** A dashboard with an hour of history, with a catch-up half an hour ago. */
  static ShownDashboard afterAnHour() {
    ShownDashboard shown =
        new ShownDashboard(FakePipeline.running(FakePipeline.START), Authenticator.none());
    for (int i = 0; i < SAMPLES; i++) {
      shown.clock.advance(Duration.ofSeconds(2));
      shown.tellSample(i);
      shown.dashboard.look();
    }
    shown.tellTables();
    shown.tellTraffic();
    shown.clock.run();
    shown.dashboard.start();
    return shown;
  }

  private void tellSample(int i) {
    double wave = Math.sin(i / 37.0) + 0.6 * Math.sin(i / 11.0) + 0.35 * Math.sin(i / 3.1);
    double catchUp = 2.1 * Math.exp(-Math.pow((i - 900) / 90.0, 2));
    double p50 = 330 + 28 * wave + 420 * catchUp;
    double p95 = 690 + 75 * wave + 800 * catchUp;
    long files = Math.round(Math.max(0, 2 + 2 * wave) + 160 * catchUp);
    Instant now = clock.instant();
    pipeline.tell(
        FakePipeline.report(
            now, p50, p95, new RunStatus.Backlog(files, 21_000 * files), 60_000L * i));
    long answered = 40_000 + 25L * i + Math.round(8 * wave);
    double query = 4.1 + 0.5 * wave + 2 * catchUp;
    pipeline.serve(
        new QueryFigures(
            answered, 3, 0, new Percentiles(answered, query, 2.3 * query, 4.4 * query)));
    pipeline.hold(FakePipeline.table(now, 1_204 + i));
  }

  /** Continues with about twelve searches a second. */
  private void tellTraffic() {
    QueryFigures before = pipeline.queries();
    Instant since = clock.instant();
    pipeline.serve(
        () ->
            new QueryFigures(
                before.answered() + Duration.between(since, clock.instant()).toMillis() / 80,
                before.failed(),
                before.shed(),
                before.latency()));
  }

  private void tellTables() {
    Instant now = clock.instant();
    pipeline.maintain(FakePipeline.maintenance(now, 0.987));
    List<LedgerEntry> entries = new ArrayList<>();
    for (int i = 0; i < 14; i++) {
      Instant at = now.minusSeconds(2L * i);
      entries.add(
          new LedgerEntry(
              FakePipeline.report(at, 1, 1, new RunStatus.Backlog(0, 0), 0).lastBatch().id(),
              at.minusMillis(300),
              "committed"));
    }
    pipeline.record(entries);
    pipeline.quarantine(
        line(
            1_201,
            17,
            "Cannot read the event: it is not JSON, from column 41 on. Land the line again."),
        "{\"id\": 17, \"title\": \"half a line");
    pipeline.quarantine(
        line(
            1_377,
            3,
            "Cannot read the event: id is missing. It is the record's key: land it with one."),
        "{\"title\": \"no id\", \"body\": \"an event without a key\"}");
  }

  QuarantinedLine line(long sequence, long number, String reason) {
    return new QuarantinedLine(
        sequence,
        "/landing/articles/part-" + sequence + ".json",
        number,
        clock.instant().minusSeconds(40),
        "read",
        reason,
        null);
  }

  void find(SearchHit... found) {
    hits = List.of(found);
  }

  static SearchHit hit(String key, String text, Map<String, ?> metadata) {
    float score = 0.8312f - 0.0204f * (key.length() % 7);
    return new SearchHit(
        new Hit.ChunkId(key, key + "#0", 0),
        score,
        1 - score,
        text,
        7,
        FakePipeline.START.minusMillis(412),
        Map.copyOf(metadata));
  }

  private CompletionStage<Reply> search(Call call) {
    asked = call.body();
    Instant now = clock.instant();
    Freshness freshness = new Freshness(now.minusMillis(412), 3_004, 412L, 1_911);
    return CompletableFuture.completedStage(
        Reply.json(Map.of("hits", hits, "freshness", freshness, "tookMs", 9)));
  }

  /** Takes a sample now instead of at the end of the period. */
  void sample() {
    dashboard.look();
  }

  /** The body of the last search. */
  String asked() {
    return new String(asked, StandardCharsets.UTF_8);
  }

  URI page() {
    return server.uri().resolve("/");
  }

  /** Stops the server; the page cannot reach it then. */
  void stopServing() {
    server.close();
  }

  @Override
  public void close() {
    dashboard.close();
    server.close();
    executor.shutdownNow();
  }
}
