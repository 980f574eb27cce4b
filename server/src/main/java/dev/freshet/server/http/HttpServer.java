package dev.freshet.server.http;

import dev.freshet.core.config.ServeConfig;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.server.http.pace.SlowConnections;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.server.handler.SizeLimitHandler;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Listens for HTTP. When it is closed, requests that were received are answered and new ones are
 * refused.
 */
public final class HttpServer implements AutoCloseable {

  /** No handler blocks, so a few threads serve many connections. */
  private static final int THREADS_MAX = 16;

  private static final int HEADER_BYTES_MAX = 16 << 10;
  private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(60);

  /** How long a connection without a request stays open once the server closes. */
  private static final Duration IDLE_AT_END = Duration.ofMillis(100);

  private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(10);

  /**
   * Further connections wait in the backlog of the operating system, which refuses them when it is
   * full.
   */
  private static final int CONNECTIONS_MAX = 10_000;

  private final Server server;
  private final ServerConnector connector;

  private HttpServer(Server server, ServerConnector connector) {
    this.server = server;
    this.connector = connector;
  }

  /**
   * Starts to listen.
   *
   * @param tls the certificate and protocols; empty for plain HTTP
   * @throws FreshetException with {@code PORT_UNAVAILABLE} if the port or address cannot be used
   */
  public static HttpServer start(
      ServeConfig config,
      Optional<SslContextFactory.Server> tls,
      Routes routes,
      Authenticator authenticator,
      Traffic traffic) {
    QueuedThreadPool threads = new QueuedThreadPool(THREADS_MAX);
    threads.setName("freshet-http");
    threads.setDaemon(true);
    Server server = new Server(threads);
    ServerConnector connector = new ServerConnector(server, 1, 1, protocols(tls));
    connector.setHost(config.bind());
    connector.setPort(config.port());
    SlowConnections slow =
        new SlowConnections(
            server.getScheduler(), SlowConnections.Limits.STANDARD, CONNECTIONS_MAX);
    connector.addBean(slow);
    server.addBean(new NetworkConnectionLimit(CONNECTIONS_MAX, connector));
    connector.setIdleTimeout(IDLE_TIMEOUT.toMillis());
    connector.setShutdownIdleTimeout(IDLE_AT_END.toMillis());
    server.addConnector(connector);
    SizeLimitHandler handler = new SizeLimitHandler(CallHandler.BODY_BYTES_MAX, -1);
    handler.setHandler(new CallHandler(routes, authenticator, traffic, CallHandler.BODY_TIMEOUT));
    server.setHandler(new GracefulHandler(slow.watching(handler)));
    server.setErrorHandler(new ProblemHandler());
    server.setStopTimeout(DRAIN_TIMEOUT.toMillis());
    try {
      server.start();
    } catch (Exception e) {
      stop(server);
      throw new FreshetException(
          ErrorCode.PORT_UNAVAILABLE,
          "Cannot listen on %s:%d: %s. Set serve.port and serve.bind to a free port and an address of this machine."
              .formatted(config.bind(), config.port(), rootMessage(e)),
          e);
    }
    return new HttpServer(server, connector);
  }

  private static ConnectionFactory[] protocols(Optional<SslContextFactory.Server> tls) {
    HttpConnectionFactory http = new HttpConnectionFactory(configuration(tls.isPresent()));
    return tls.map(
            factory ->
                new ConnectionFactory[] {
                  new SslConnectionFactory(factory, http.getProtocol()), http
                })
        .orElseGet(() -> new ConnectionFactory[] {http});
  }

  private static String rootMessage(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }

  private static HttpConfiguration configuration(boolean secure) {
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    configuration.setSendXPoweredBy(false);
    configuration.setRequestHeaderSize(HEADER_BYTES_MAX);
    configuration.setHttpCompliance(HttpCompliance.RFC9110);
    configuration.setUriCompliance(UriCompliance.RFC3986);
    configuration.addCustomizer(new FramingRule());
    if (secure) {
      // A caller may use a host name that the certificate lacks; checking it is the caller's part.
      configuration.addCustomizer(new SecureRequestCustomizer(false));
    }
    return configuration;
  }

  /** The port that the server listens on. */
  public int port() {
    return connector.getLocalPort();
  }

  /** How many connections are open. */
  public int connections() {
    return connector.getConnectedEndPoints().size();
  }

  /** The address of the server for clients on this machine. */
  public URI uri() {
    String scheme = connector.getDefaultProtocol().startsWith("SSL") ? "https" : "http";
    return URI.create(scheme + "://" + host(connector.getHost()) + ":" + port());
  }

  private static String host(String bind) {
    boolean any = bind.equals("0.0.0.0") || bind.equals("::");
    String host = any ? "127.0.0.1" : bind;
    return host.contains(":") ? "[" + host + "]" : host;
  }

  /** Stops listening at once and answers the requests that were received, for at most 10 s. */
  @Override
  public void close() {
    stop(server);
  }

  private static void stop(Server server) {
    try {
      server.stop();
    } catch (Exception e) {
      throw new FreshetException(
          ErrorCode.INTERNAL,
          "Cannot stop the HTTP server cleanly: %s. End its process.".formatted(e),
          e);
    } finally {
      server.destroy();
    }
  }
}
