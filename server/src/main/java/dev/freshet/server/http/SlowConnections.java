package dev.freshet.server.http;

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
 * Closes connections whose other end sends a head or takes an answer byte by byte. Idle time-outs
 * do not see those, and Jetty 12.1 has the settings of a minimal data rate but does not look at
 * them.
 */
final class SlowConnections extends AbstractLifeCycle implements Connection.Listener {

  private static final long LOOK_MILLIS = 1_000;

  /** From this share of the connections on, those between two requests are not kept long. */
  private static final double SCARCE_FROM = 0.8;

  private final Scheduler scheduler;
  private final ConnectionPace.Limits limits;
  private final int scarceFrom;
  private final Map<Connection, Watched> open = new ConcurrentHashMap<>();

  /**
   * @param connectionsMax as the connector is limited to
   */
  SlowConnections(Scheduler scheduler, ConnectionPace.Limits limits, int connectionsMax) {
    this.scheduler = scheduler;
    this.limits = limits;
    this.scarceFrom = (int) (SCARCE_FROM * connectionsMax);
  }

  /**
   * An open connection. Jetty counts an answer when it begins to be sent, and an interim one too.
   *
   * @param begun requests whose head was read
   * @param ended requests whose answer was taken
   */
  private record Watched(ConnectionPace pace, AtomicLong begun, AtomicLong ended) {}

  /** Counts what {@code handler} is asked, and has answered. */
  Handler watching(Handler handler) {
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
    // A connection that counts no messages carries another one, which does.
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

  /** The socket itself: TLS would want to say goodbye to somebody who does not listen. */
  private static void close(EndPoint endPoint) {
    EndPoint socket = endPoint;
    while (socket instanceof EndPoint.Wrapper wrapper) {
      socket = wrapper.unwrap();
    }
    socket.close(new TimeoutException("The other end is too slow"));
  }

  /** How many connections are open. */
  int count() {
    return open.size();
  }
}
