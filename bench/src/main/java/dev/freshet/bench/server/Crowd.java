package dev.freshet.bench.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keeps the connections of an abuse open, and opens another one for each that the server closes.
 */
final class Crowd implements AutoCloseable {

  private static final int PERIOD_MILLIS = 1_000;
  private static final int CONNECT_MILLIS = 50;

  private final Abuse abuse;
  private final InetSocketAddress server;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final CountDownLatch there = new CountDownLatch(1);
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();
  private final Thread thread = new Thread(this::abuse, "crowd");

  private Crowd(Abuse abuse, int port) {
    this.abuse = abuse;
    this.server = new InetSocketAddress("127.0.0.1", port);
  }

  /** Returns once every connection was tried once. */
  static Crowd start(Abuse abuse, int port) throws InterruptedException {
    Crowd crowd = new Crowd(abuse, port);
    crowd.thread.setDaemon(true);
    crowd.thread.start();
    crowd.there.await();
    return crowd;
  }

  /** Connections that are open, as far as this side knows. */
  int open() {
    return open.get();
  }

  /** How often no connection could be opened. */
  int refused() {
    return refused.get();
  }

  /** How often the server closed one. */
  int closedByServer() {
    return closed.get();
  }

  private void abuse() {
    List<SocketChannel> connections = new ArrayList<>();
    try {
      do {
        connections.removeIf(connection -> !goOn(connection));
        for (int i = connections.size(); i < abuse.connections() && stop.getCount() > 0; i++) {
          connect(connections);
        }
        open.set(connections.size());
        there.countDown();
      } while (!stop.await(PERIOD_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      there.countDown();
      connections.forEach(Crowd::close);
    }
  }

  private void connect(List<SocketChannel> connections) {
    SocketChannel connection = null;
    try {
      connection = SocketChannel.open();
      connection.socket().connect(server, CONNECT_MILLIS);
      connection.configureBlocking(false);
      connection.write(ByteBuffer.wrap(abuse.head()));
      connections.add(connection);
    } catch (IOException e) {
      refused.incrementAndGet();
      if (connection != null) {
        close(connection);
      }
    }
  }

  /** Whether the connection is still open after the next bytes. */
  private boolean goOn(SocketChannel connection) {
    try {
      connection.write(ByteBuffer.wrap(abuse.each()));
      if (hasEnded(connection)) {
        throw new IOException("closed");
      }
      return true;
    } catch (IOException e) {
      closed.incrementAndGet();
      close(connection);
      return false;
    }
  }

  /** Reads a little: the end of the stream comes after the bytes that were sent. */
  private boolean hasEnded(SocketChannel connection) throws IOException {
    return connection.read(ByteBuffer.allocate(1_024)) < 0;
  }

  private static void close(SocketChannel connection) {
    try {
      connection.close();
    } catch (IOException e) {
      throw new IllegalStateException("A socket cannot fail to close", e);
    }
  }

  @Override
  public void close() throws InterruptedException {
    stop.countDown();
    thread.join();
  }
}
