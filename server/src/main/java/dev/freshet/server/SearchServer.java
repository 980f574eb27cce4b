package dev.freshet.server;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.DaemonThreads;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.config.OptimizeConfig;
import dev.freshet.core.vector.TableState;
import dev.freshet.home.PipelineHome;
import dev.freshet.home.process.Owned;
import dev.freshet.home.report.RunStatus;
import dev.freshet.search.SearchService;
import dev.freshet.server.canary.CanaryFigures;
import dev.freshet.server.canary.CanaryProbe;
import dev.freshet.server.dashboard.Dashboard;
import dev.freshet.server.dashboard.HomeSource;
import dev.freshet.server.dashboard.QueryFigures;
import dev.freshet.server.http.HttpServer;
import dev.freshet.server.http.Reply;
import dev.freshet.server.http.Routes;
import dev.freshet.server.mcp.McpEndpoint;
import dev.freshet.server.metrics.HomeMeters;
import dev.freshet.server.metrics.MemoryMeters;
import dev.freshet.server.metrics.MetricsEndpoint;
import dev.freshet.server.metrics.Promise;
import dev.freshet.server.metrics.ServerMetric;
import dev.freshet.server.metrics.ServerMetrics;
import dev.freshet.server.problem.ProblemCode;
import dev.freshet.server.problem.ProblemException;
import dev.freshet.server.query.LandingZoneFiles;
import dev.freshet.server.query.LiveTable;
import dev.freshet.server.query.SearchCallReader;
import dev.freshet.server.query.SearchEndpoint;
import dev.freshet.server.query.WorkQueue;
import dev.freshet.server.security.FrontDoor;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.ToDoubleFunction;

/**
 * Answers searches over HTTP and shows the state of the pipeline. It listens as soon as it is
 * started; while there is no table, searches are answered with a problem that says so.
 */
public final class SearchServer implements AutoCloseable {

  /** One search uses all cores; more workers than cores would make every search slower. */
  private static final int WORKERS = Math.max(2, Runtime.getRuntime().availableProcessors());

  /** How many searches wait at most; the last of them waits one or two seconds. */
  private static final int WAITING_MAX = 128;

  /** Two, so that sampling continues while a table is read. */
  private static final int DASHBOARD_THREADS = 2;

  private static final String SEARCH = "/v1/search";

  /** Problems of searches that were refused because of load, which is no failure of the server. */
  private static final Set<ProblemCode> SHED =
      EnumSet.of(ProblemCode.OVERLOADED, ProblemCode.TOO_MANY_REQUESTS, ProblemCode.STOPPING);

  private static final Set<ProblemCode> FAILED =
      EnumSet.of(
          ProblemCode.INTERNAL,
          ProblemCode.DAMAGED,
          ProblemCode.UNAVAILABLE,
          ProblemCode.TIMED_OUT);

  private final FreshetConfig config;
  private final LandingZoneFiles.FileNumbers numbers;
  private final InstantSource clock = InstantSource.system();

  private final Owned parts = new Owned();

  private final LiveTable table;
  private final ServerMetrics metrics;
  private final HttpServer http;
  private final Optional<CanaryProbe> canary;

  private SearchServer(
      FreshetConfig config, LiveTable.Opener opener, LandingZoneFiles.FileNumbers numbers) {
    this.config = config;
    this.numbers = numbers;
    try {
      FrontDoor door = parts.own(FrontDoor.open(config.serve(), config.layout(), clock));
      PrometheusMeterRegistry registry = MetricsEndpoint.registry();
      this.metrics = new ServerMetrics(registry);
      this.table = parts.own(LiveTable.start(opener));
      WorkQueue workers = parts.own(new WorkQueue("freshet-search", WORKERS, WAITING_MAX));
      this.canary =
          CanaryProbe.start(config, table::find, metrics::canaryFound, clock).map(parts::own);
      register(registry, workers);
      Routes routes = routes(registry, workers);
      dashboard().addTo(routes);
      this.http =
          parts.own(
              HttpServer.start(
                  config.serve(),
                  door.tls(),
                  routes,
                  door.authenticator(),
                  door.audit().and(metrics)));
      metrics.observe(ServerMetric.CONNECTIONS, http::connections);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Starts to listen at the address of {@code config}.
   *
   * @param opener opens the table; called again until it succeeds
   * @param numbers the numbers of files in the landing zone
   * @throws dev.freshet.core.error.FreshetException with {@code PORT_UNAVAILABLE} if the port or
   *     address cannot be used, with {@code INVALID_CONFIG} if other machines reach the server and
   *     there are no keys, or if a file of {@code serve.tls} cannot be used
   */
  public static SearchServer start(
      FreshetConfig config, LiveTable.Opener opener, LandingZoneFiles.FileNumbers numbers) {
    return new SearchServer(config, opener, numbers);
  }

  private Routes routes(PrometheusMeterRegistry registry, WorkQueue workers) {
    PipelineHome home = new PipelineHome(config);
    LandingZoneFiles landing =
        new LandingZoneFiles(config.source().location(), numbers, () -> completed(home));
    SearchCallReader reader = new SearchCallReader(landing, clock);
    SearchEndpoint search = new SearchEndpoint(table, reader, workers, metrics::waited);
    return new Routes()
        .open("GET", "/livez", call -> done(text("alive\n")))
        .open("GET", "/readyz", call -> done(ready()))
        .open("GET", "/openapi.json", ReferencePages.openApi())
        .open("GET", "/problems", ReferencePages.problems())
        .callers("POST", SEARCH, search)
        .callers("POST", "/mcp", new McpEndpoint(search, metrics))
        .operators("GET", "/metrics", new MetricsEndpoint(registry));
  }

  private static Optional<BatchIdentity> completed(PipelineHome home) {
    return home.report().map(RunStatus::lastBatch).map(last -> BatchIdentity.parse(last.id()));
  }

  private Dashboard dashboard() {
    ScheduledExecutorService threads =
        Executors.newScheduledThreadPool(
            DASHBOARD_THREADS, DaemonThreads.named("freshet-dashboard"));
    parts.own(threads::shutdownNow);
    HomeSource source =
        new HomeSource(
            config, this::newestTable, this::queries, () -> canary.map(CanaryProbe::figures));
    Dashboard dashboard = parts.own(new Dashboard(source, threads, clock));
    dashboard.start();
    return dashboard;
  }

  private Optional<TableState> newestTable() {
    return table.find().map(SearchService::table);
  }

  private QueryFigures queries() {
    return new QueryFigures(
        metrics.answers(SEARCH).samples(),
        metrics.problems(SEARCH, FAILED::contains),
        metrics.problems(SEARCH, SHED::contains),
        metrics.answers(SEARCH));
  }

  private void register(PrometheusMeterRegistry registry, WorkQueue workers) {
    PipelineHome home = new PipelineHome(config);
    Promise promise =
        new Promise(
            config.slo().freshnessP95(), config.optimize().mode() == OptimizeConfig.Mode.PROCESS);
    HomeMeters.register(registry, home::report, home::maintenance, promise, clock);
    MemoryMeters.register(registry, config.layout(), clock);
    metrics.observe(ServerMetric.WAITING, workers::waiting);
    metrics.observe(ServerMetric.TABLE_OPEN, () -> table.find().isPresent() ? 1 : 0);
    metrics.observe(
        ServerMetric.TABLE_VERSION,
        () -> newestTable().map(state -> (double) state.version()).orElse(Double.NaN));
    metrics.observe(ServerMetric.LAG, this::lagSeconds);
    metrics.observe(
        ServerMetric.CANARY_PENDING, () -> canary(figures -> figures.pendingMs() / 1e3));
    metrics.observe(
        ServerMetric.CANARY_BLOCKED, () -> canary(figures -> figures.problem() == null ? 0 : 1));
  }

  private double canary(ToDoubleFunction<CanaryFigures> figure) {
    return canary.map(CanaryProbe::figures).map(figure::applyAsDouble).orElse(Double.NaN);
  }

  private double lagSeconds() {
    return table
        .find()
        .map(search -> search.freshness().lagMs())
        .map(lagMs -> lagMs / 1e3)
        .orElse(Double.NaN);
  }

  private static CompletableFuture<Reply> done(Reply reply) {
    return CompletableFuture.completedFuture(reply);
  }

  private static Reply text(String text) {
    return Reply.ok("text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  private Reply ready() {
    if (table.find().isEmpty()) {
      throw new ProblemException(
              ProblemCode.TABLE_NOT_FOUND,
              "Cannot answer searches yet: the vector table is not open. Ask again.")
          .retryAfter(1);
    }
    return text("ready\n");
  }

  /** The address of the server for clients on this machine. */
  public URI uri() {
    return http.uri();
  }

  /**
   * Answers the requests that were received, refuses new ones and closes the table; takes about 30
   * s at most.
   */
  @Override
  public void close() {
    parts.close();
  }
}
