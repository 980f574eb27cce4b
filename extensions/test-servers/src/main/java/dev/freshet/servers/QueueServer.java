package dev.freshet.servers;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** ElasticMQ, a server that speaks as Amazon SQS does. */
public final class QueueServer implements AutoCloseable {
  private final ServerProcess process;
  private final URI endpoint;

  private QueueServer(ServerProcess process, URI endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  /**
   * Starts a server on a free port.
   *
   * @param scratch a directory for its log
   */
  public static QueueServer start(Path scratch) throws IOException {
    int port = ServerProcess.freePort();
    ServerProcess process =
        ServerProcess.java(
            List.of(QueueServerMain.class.getName(), String.valueOf(port)),
            port,
            scratch.resolve("elasticmq.log"));
    return new QueueServer(process, URI.create("http://127.0.0.1:" + port));
  }

  /** Its address. */
  public URI endpoint() {
    return endpoint;
  }

  @Override
  public void close() {
    process.close();
  }
}
