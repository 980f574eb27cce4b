package dev.freshet.cli.wiring;

import dev.freshet.core.config.ServeConfig;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * The address of a search server as this machine reaches it.
 *
 * @param scheme https over TLS, else http
 * @param host an address it listens on
 * @param port above zero
 */
public record ServedAddress(String scheme, String host, int port) {

  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final int POLL_MILLIS = 50;

  /**
   * The configured address; a free port is chosen here, so that a restarted process gets it too.
   */
  public static ServedAddress of(ServeConfig config) {
    boolean any = config.bind().equals("0.0.0.0") || config.bind().equals("::");
    String host = any ? ServeConfig.DEFAULT_BIND : config.bind();
    String scheme = config.tls().isPresent() ? "https" : "http";
    return new ServedAddress(scheme, host, config.port() == 0 ? freePort(host) : config.port());
  }

  /** The configured address if its port is free, otherwise one with any free port. */
  public static ServedAddress preferred(ServeConfig config) {
    ServedAddress configured = of(config);
    return configured.isFree() ? configured : of(config.at(0));
  }

  private boolean isFree() {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(host))) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort(String host) {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(host))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new FreshetException(
          ErrorCode.PORT_UNAVAILABLE,
          "Cannot listen on %s: %s. Set serve.bind to an address of this machine."
              .formatted(host, e.getMessage()),
          e);
    }
  }

  /**
   * Waits until a server listens there, at most two minutes.
   *
   * @param over whether the server has ended; then the wait ends too
   * @return whether a server listens
   */
  public boolean awaitListening(BooleanSupplier over) throws InterruptedException {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (!over.getAsBoolean() && System.nanoTime() < deadline) {
      if (isListening()) {
        return true;
      }
      Thread.sleep(POLL_MILLIS);
    }
    return false;
  }

  private boolean isListening() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), POLL_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** The address of the dashboard; the API is below it. */
  public URI url() {
    return URI.create(
        scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port + "/");
  }
}
