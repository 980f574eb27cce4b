package dev.freshet.servers;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server in a process of its own, which ends with this one at the latest. */
final class ServerProcess implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final int MEBIBYTES = 256;

  private final Process process;
  private final Thread atExit;

  private ServerProcess(Process process) {
    this.process = process;
    this.atExit = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /**
   * Starts a main class of {@code classpath} and waits until its port answers.
   *
   * @param log what the server says
   */
  static ServerProcess java(List<String> command, int port, Path log) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.add("-Xmx" + MEBIBYTES + "m");
    line.add("-XX:TieredStopAtLevel=1");
    line.add("-cp");
    line.add(classPath());
    line.addAll(command);
    return started(new ProcessBuilder(line), port, log);
  }

  /** Starts another program and waits until its port answers. */
  static ServerProcess started(ProcessBuilder builder, int port, Path log) throws IOException {
    builder.environment().put("LC_ALL", "C.UTF-8");
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    ServerProcess server = new ServerProcess(process);
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (!answers(port)) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        server.close();
        throw new IOException(
            "Cannot start " + builder.command() + ": it said " + Files.readString(log));
      }
      server.pause();
    }
    return server;
  }

  private void pause() throws IOException {
    try {
      if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
        return; // The caller sees that it has ended.
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a server starts", e);
    }
  }

  private static boolean answers(int port) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) URI.create("http://127.0.0.1:" + port + "/").toURL().openConnection();
      connection.setConnectTimeout(1000);
      connection.setReadTimeout(5000);
      return connection.getResponseCode() > 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** A port that was free a moment ago. */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String classPath() throws IOException {
    try (InputStream list = ServerProcess.class.getResourceAsStream("classpath")) {
      if (list == null) {
        throw new IOException("Cannot start a server: this module was not built by Maven.");
      }
      String jars = new String(list.readAllBytes(), StandardCharsets.UTF_8).strip();
      Path own =
          Path.of(ServerProcess.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return jars + File.pathSeparator + own;
    } catch (URISyntaxException e) {
      throw new IOException("Cannot start a server: its classes lie in no file.", e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IllegalStateException e) {
      return; // The process ends already, and this one with it.
    }
  }
}
