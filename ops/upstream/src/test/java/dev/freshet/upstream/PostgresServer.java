package dev.freshet.upstream;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A PostgreSQL server of its own, on a port of this machine. */
final class PostgresServer implements AutoCloseable {

  private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

  private final Path binaries;
  private final Path directory;
  private final int port;

  private PostgresServer(Path binaries, Path directory, int port) {
    this.binaries = binaries;
    this.directory = directory;
    this.port = port;
  }

  /** The directory of the newest server binaries; null if there are none. */
  static Path binaries() throws IOException {
    if (!Files.isDirectory(DEBIAN)) {
      return null;
    }
    try (Stream<Path> versions = Files.list(DEBIAN)) {
      return versions
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
          .max(Path::compareTo)
          .orElse(null);
    }
  }

  /** Starts a server in a directory of its own, which its own user can reach. */
  static PostgresServer start(Path binaries, int port) throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory(Path.of("/tmp"), "freshet-upstream");
    PostgresServer server = new PostgresServer(binaries, directory, port);
    if (server.isRoot()) {
      run(List.of("chown", "postgres", directory.toString()));
    }
    server.command("initdb", "-D", server.data(), "-A", "trust", "-U", "postgres", "--no-sync");
    String options =
        "-p %d -c wal_level=logical -c fsync=off -c listen_addresses=127.0.0.1 -k %s"
            .formatted(port, directory);
    server.command(
        "pg_ctl", "-w", "-D", server.data(), "-l", directory + "/log", "-o", options, "start");
    return server;
  }

  /** A connection with autocommit. */
  Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:%d/postgres?user=postgres".formatted(port));
  }

  int port() {
    return port;
  }

  @Override
  public void close() throws IOException, InterruptedException {
    command("pg_ctl", "-w", "-D", data(), "-m", "immediate", "stop");
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private String data() {
    return directory.resolve("data").toString();
  }

  /** The server refuses to run as root. */
  private boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private void command(String name, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      command.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"));
    }
    command.add(binaries.resolve(name).toString());
    command.addAll(List.of(arguments));
    run(command);
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    Path output = Files.createTempFile("upstream", ".log");
    int code =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start()
            .waitFor();
    if (code != 0) {
      throw new IOException(command + " ended with " + code + ": " + Files.readString(output));
    }
    Files.delete(output);
  }
}
