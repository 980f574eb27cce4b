package dev.freshet.server;

import dev.freshet.core.config.HomeLayout;
import dev.freshet.core.config.ServeConfig;
import dev.freshet.server.http.HttpServer;
import dev.freshet.server.http.ProblemCode;
import dev.freshet.server.http.ProblemException;
import dev.freshet.server.http.Reply;
import dev.freshet.server.http.Routes;
import dev.freshet.server.mcp.McpEndpoint;
import dev.freshet.server.metrics.MetricsEndpoint;
import dev.freshet.server.metrics.ServerMetric;
import dev.freshet.server.metrics.ServerMetrics;
import dev.freshet.server.query.LandingTimes;
import dev.freshet.server.query.LiveTable;
import dev.freshet.server.query.SearchCallReader;
import dev.freshet.server.query.SearchEndpoint;
import dev.freshet.server.query.WorkQueue;
import dev.freshet.server.security.FrontDoor;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Answers searches over HTTP. Listens as soon as it is started; before there is a table it says so.
 */
public final class SearchServer implements AutoCloseable {

  /** A search uses the cores by itself; more workers than cores would only make all slower. */
  private static final int WORKERS = Math.max(2, Runtime.getRuntime().availableProcessors());

  /** So much waits at most; the last of them waits a second or two. */
  private static final int WAITING_MAX = 128;

  private final HttpServer http;
  private final LiveTable table;
  private final WorkQueue workers;
  private final FrontDoor door;

  private SearchServer(HttpServer http, LiveTable table, WorkQueue workers, FrontDoor door) {
    this.door = door;
    this.http = http;
    this.table = table;
    this.workers = workers;
  }

  /**
   * Starts to listen.
   *
   * @param layout where keys are, and the audit log goes
   * @param opener opens the table; called again until it can
   * @param landing says when a file landed
   * @param meters registers what else is to be scraped beside the server's own meters
   * @throws dev.freshet.core.error.FreshetException with {@code PORT_UNAVAILABLE} if that cannot be
   *     listened on, with {@code INVALID_CONFIG} if others than this machine reach it and there are
   *     no keys, or a file of {@code serve.tls} cannot be used
   */
  public static SearchServer start(
      ServeConfig config, HomeLayout layout, LiveTable.Opener opener, LandingTimes landing) {
    FrontDoor door = FrontDoor.open(config, layout, InstantSource.system());
      ServeConfig config,
      LiveTable.Opener opener,
      LandingTimes landing,
      Consumer<MeterRegistry> meters) {
    PrometheusMeterRegistry registry = MetricsEndpoint.registry();
    ServerMetrics metrics = new ServerMetrics(registry);
    meters.accept(registry);
    LiveTable table = LiveTable.start(opener);
    WorkQueue workers = new WorkQueue("freshet-search", WORKERS, WAITING_MAX);
    SearchCallReader reader = new SearchCallReader(landing, InstantSource.system());
    SearchEndpoint search = new SearchEndpoint(table, reader, workers, metrics::waited);
    observe(metrics, table, workers);
    Routes routes =
        new Routes()
            .open("GET", "/livez", call -> done(text("alive\n")))
            .open("GET", "/readyz", call -> done(ready(table)))
            .open("GET", "/openapi.json", ReferencePages.openApi())
            .open("GET", "/problems", ReferencePages.problems())
            .callers("POST", "/v1/search", search)
            .callers("POST", "/mcp", new McpEndpoint(search, metrics))
            .operators("GET", "/metrics", new MetricsEndpoint(registry));
    try {
      HttpServer http =
          HttpServer.start(config, door.tls(), routes, door.authenticator(), door.audit());
      return new SearchServer(http, table, workers, door);
          HttpServer.start(config.bind(), config.port(), routes, Authenticator.none(), metrics);
      metrics.observe(ServerMetric.CONNECTIONS, http::connections);
      return new SearchServer(http, table, workers);
    } catch (RuntimeException e) {
      workers.close();
      table.close();
      door.close();
      throw e;
    }
  }

  private static void observe(ServerMetrics metrics, LiveTable table, WorkQueue workers) {
    metrics.observe(ServerMetric.WAITING, workers::waiting);
    metrics.observe(ServerMetric.TABLE_OPEN, () -> table.isOpen() ? 1 : 0);
    metrics.observe(
        ServerMetric.TABLE_VERSION,
        () -> table.isOpen() ? table.search().table().version() : Double.NaN);
    metrics.observe(ServerMetric.LAG, () -> lagSeconds(table));
  }

  private static double lagSeconds(LiveTable table) {
    Long lagMs = table.isOpen() ? table.search().freshness().lagMs() : null;
    return lagMs == null ? Double.NaN : lagMs / 1e3;
  }

  private static CompletableFuture<Reply> done(Reply reply) {
    return CompletableFuture.completedFuture(reply);
  }

  private static Reply text(String text) {
    return Reply.ok("text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  private static Reply ready(LiveTable table) {
    if (!table.isOpen()) {
      throw new ProblemException(
              ProblemCode.TABLE_NOT_FOUND,
              "Cannot answer searches yet: the vector table is not open. Ask again.")
          .retryAfter(1);
    }
    return text("ready\n");
  }

  /** Where it is reached from this machine. */
  public URI uri() {
    return http.uri();
  }

  /** Answers what was asked, takes nothing more, and closes the table; at most some 30 s. */
  @Override
  public void close() {
    http.close();
    workers.close();
    table.close();
    door.close();
  }
}
