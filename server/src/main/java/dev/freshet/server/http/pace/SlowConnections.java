package dev.freshet.server.http.pace;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Closes connections whose client sends a head or reads an answer byte by byte. Idle time-outs do
 * not notice those, and Jetty 12.1 has settings for a minimal data rate but ignores them.
 */
public final class SlowConnections extends AbstractLifeCycle implements Connection.Listener {

  /**
   * How long a connection may be in a phase.
   *
   * @param header to send the head of a request, also the first one after connecting
   * @param exchange from the head of a request to the last byte of the answer
   * @param idle between two requests while few connections are left
   */
  public record Limits(Duration header, Duration exchange, Duration idle) {

    /** A search may take up to one minute; the limit of an exchange is above that. */
    public static final Limits STANDARD =
        new Limits(Duration.ofSeconds(10), Duration.ofSeconds(120), Duration.ofSeconds(2));
  }

  private static final long LOOK_MILLIS = 1_000;

  /** Above this share of the most connections, those between two requests are closed soon. */
  private static final double SCARCE_FROM = 0.8;

  private final Scheduler scheduler;
  private final Limits limits;
  private final int scarceFrom;
  private final Map<Connection, Watched> open = new ConcurrentHashMap<>();

  /**
   * Begins with the connector that it is added to.
   *
   * @param connectionsMax the most connections of the connector
   */
  public SlowConnections(Scheduler scheduler, Limits limits, int connectionsMax) {
    this.scheduler = scheduler;
    this.limits = limits;
    this.scarceFrom = (int) (SCARCE_FROM * connectionsMax);
  }

  /**
   * An open connection and its own counters: Jetty counts an answer when it begins to be sent, and
   * interim answers too.
   *
   * @param begun how many requests had their head read
   * @param ended how many answers were read by the client
   */
  private record Watched(ConnectionPace pace, AtomicLong begun, AtomicLong ended) {}

  /** {@code handler}, whose requests and answers are counted for each connection. */
  public Handler watching(Handler handler) {
    return new Handler.Wrapper(handler) {
      @Override
      public boolean handle(Request request, Response response, Callback callback)
          throws Exception {
        Watched watched = open.get(request.getConnectionMetaData().getConnection());
        if (watched == null) {
          return super.handle(request, response, callback);
        }
        watched.begun().incrementAndGet();
        return super.handle(
            request, response, Callback.from(callback, watched.ended()::incrementAndGet));
      }
    };
  }

  @Override
  public void onOpened(Connection connection) {
    // A connection that counts no messages, such as TLS, carries another one that does.
    if (connection.getMessagesIn() >= 0) {
      ConnectionPace pace = new ConnectionPace(limits, System.nanoTime());
      open.put(connection, new Watched(pace, new AtomicLong(), new AtomicLong()));
    }
  }

  @Override
  public void onClosed(Connection connection) {
    open.remove(connection);
  }

  @Override
  protected void doStart() {
    scheduleLook();
  }

  private void scheduleLook() {
    scheduler.schedule(this::look, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void look() {
    boolean scarce = open.size() >= scarceFrom;
    long now = System.nanoTime();
    open.forEach(
        (connection, watched) -> {
          if (watched
              .pace()
              .isTooSlow(
                  watched.begun().get(),
                  watched.ended().get(),
                  connection.getBytesIn(),
                  scarce,
                  now)) {
            open.remove(connection);
            close(connection.getEndPoint());
          }
        });
    if (isRunning()) {
      scheduleLook();
    }
  }

  /** Closes the socket itself: TLS would send a last message, which a slow client does not read. */
  private static void close(EndPoint endPoint) {
    EndPoint socket = endPoint;
    while (socket instanceof EndPoint.Wrapper wrapper) {
      socket = wrapper.unwrap();
    }
    socket.close(new TimeoutException("The client is too slow"));
  }
}
