package dev.freshet.servers;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Azurite, the emulator of Azure's storage. It is not in Maven's repositories: the environment
 * variable {@value #HOME} names a directory in which {@code npm install azurite@3.35.0} was run.
 */
public final class AzureServer implements AutoCloseable {
  static {
    // The client of Azure's queues is one of Java's, and a proxy may come after it.
    FaultProxy.allowHeaders();
  }

  /** Names the directory with Azurite. */
  public static final String HOME = "FRESHET_AZURITE";

  private final ServerProcess process;
  private final URI blobs;
  private final URI queues;

  private AzureServer(ServerProcess process, URI blobs, URI queues) {
    this.process = process;
    this.blobs = blobs;
    this.queues = queues;
  }

  /** Where Azurite is installed; empty if it is not. */
  public static Optional<Path> installed() {
    return Optional.ofNullable(System.getenv(HOME))
        .map(home -> Path.of(home, "node_modules", ".bin", "azurite"))
        .filter(Files::isExecutable);
  }

  /**
   * Starts a server on free ports, with its data in memory.
   *
   * @param scratch a directory for its log
   * @throws IOException if it is not installed or does not start
   */
  public static AzureServer start(Path scratch) throws IOException {
    Path program =
        installed().orElseThrow(() -> new IOException("Cannot start Azurite: set " + HOME + "."));
    int blobs = ServerProcess.freePort();
    int queues = ServerProcess.freePort();
    ServerProcess process =
        ServerProcess.started(
            new ProcessBuilder(
                List.of(
                    program.toString(),
                    "--inMemoryPersistence",
                    "--blobPort",
                    String.valueOf(blobs),
                    "--queuePort",
                    String.valueOf(queues),
                    "--tablePort",
                    String.valueOf(ServerProcess.freePort()),
                    "--skipApiVersionCheck",
                    "--loose",
                    "--disableTelemetry",
                    "--silent")),
            blobs,
            scratch.resolve("azurite.log"));
    return new AzureServer(
        process, URI.create("http://127.0.0.1:" + blobs), URI.create("http://127.0.0.1:" + queues));
  }

  /** Address of the blobs. */
  public URI blobs() {
    return blobs;
  }

  /** Address of the queues. */
  public URI queues() {
    return queues;
  }

  @Override
  public void close() {
    process.close();
  }
}
