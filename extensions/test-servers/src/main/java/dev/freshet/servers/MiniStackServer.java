package dev.freshet.servers;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * MiniStack, an S3 that itself sends the events of its buckets to the queues and topics that it has
 * too; also an STS. It is not in Maven's repositories: the environment variable {@value #HOME}
 * names a virtual environment of Python in which {@code pip install ministack==1.5.33} was run.
 */
public final class MiniStackServer implements AutoCloseable {
  static {
    // Tests ask it by a client of Java, and a proxy may come after it.
    FaultProxy.allowHeaders();
  }

  /** Names the virtual environment with MiniStack. */
  public static final String HOME = "FRESHET_MINISTACK";

  private final ServerProcess process;
  private final URI endpoint;

  private MiniStackServer(ServerProcess process, URI endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  /** Where MiniStack is installed; empty if it is not. */
  public static Optional<Path> installed() {
    return Optional.ofNullable(System.getenv(HOME))
        .map(home -> Path.of(home, "bin", "ministack"))
        .filter(Files::isExecutable);
  }

  /**
   * Starts a server on a free port, with its data in memory.
   *
   * @param scratch a directory for its log
   * @throws IOException if it is not installed or does not start
   */
  public static MiniStackServer start(Path scratch) throws IOException {
    Path program =
        installed().orElseThrow(() -> new IOException("Cannot start MiniStack: set " + HOME + "."));
    int port = ServerProcess.freePort();
    ProcessBuilder builder = new ProcessBuilder(List.of(program.toString()));
    builder
        .environment()
        .putAll(
            Map.of(
                "BIND_HOST", "127.0.0.1",
                "MINISTACK_HOST", "127.0.0.1",
                "GATEWAY_PORT", String.valueOf(port),
                "LOG_LEVEL", "WARNING"));
    ServerProcess process = ServerProcess.started(builder, port, scratch.resolve("ministack.log"));
    return new MiniStackServer(process, URI.create("http://127.0.0.1:" + port));
  }

  /** Its address, of all its services. */
  public URI endpoint() {
    return endpoint;
  }

  @Override
  public void close() {
    process.close();
  }
}
