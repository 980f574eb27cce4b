package dev.freshet.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A standalone cluster of Spark on loopback: a master and two workers with a core each, in
 * processes of their own. They are started from this build's class path, with an installation of
 * Spark that has no jars: the driver must give executors the jars they need.
 */
final class SparkCluster implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofSeconds(90);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);
  private static final int WORKERS = 2;
  private static final String HOST = "127.0.0.1";

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(ANSWER_LIMIT).build();
  private final List<Process> processes = new ArrayList<>();
  private final Path directory;
  private final int port;
  private final int statePort;

  private SparkCluster(Path directory) throws IOException {
    this.directory = directory;
    this.port = freePort();
    this.statePort = freePort();
  }

  /**
   * Starts the cluster and waits until both workers are there.
   *
   * @param directory for logs and the work of executors
   */
  static SparkCluster start(Path directory) throws IOException {
    SparkCluster cluster = new SparkCluster(directory);
    try {
      Files.createDirectories(directory.resolve("spark").resolve("jars"));
      cluster.launch(
          "master.Master",
          List.of("--port", "" + cluster.port, "--webui-port", "" + cluster.statePort));
      for (int i = 0; i < WORKERS; i++) {
        cluster.launch(
            "worker.Worker", List.of("--webui-port", "0", "-c", "1", "-m", "1g", cluster.url()));
      }
      await().atMost(START_LIMIT).until(() -> cluster.aliveWorkers() == WORKERS);
      return cluster;
    } catch (IOException | RuntimeException | Error e) {
      cluster.close();
      throw e;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
      return socket.getLocalPort();
    }
  }

  private void launch(String daemon, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx200m"));
    command.addAll(List.of("-cp", LaunchClassPath.SPARK.text()));
    command.addAll(List.of("org.apache.spark.deploy." + daemon, "--host", HOST));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("LANCE_"));
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("SPARK_HOME", directory.resolve("spark").toString());
    environment.put("SPARK_SCALA_VERSION", "2.13");
    environment.put("SPARK_LOCAL_IP", HOST);
    environment.put("SPARK_WORKER_DIR", work().toString());
    builder.redirectErrorStream(true);
    builder.redirectOutput(directory.resolve(daemon + processes.size() + ".log").toFile());
    processes.add(builder.start());
  }

  private int aliveWorkers() throws InterruptedException {
    assertThat(processes).as("see the logs in %s", directory).allMatch(Process::isAlive);
    HttpRequest question =
        HttpRequest.newBuilder(URI.create("http://" + HOST + ":" + statePort + "/json/"))
            .timeout(ANSWER_LIMIT)
            .build();
    try {
      String answer = http.send(question, HttpResponse.BodyHandlers.ofString()).body();
      return new ObjectMapper().readTree(answer).path("aliveworkers").asInt();
    } catch (IOException notYet) {
      return 0;
    }
  }

  String url() {
    return "spark://" + HOST + ":" + port;
  }

  /** Where executors run and log: {@code <application>/<executor>/stderr}. */
  private Path work() {
    return directory.resolve("work");
  }

  /** The executors that run now. */
  Set<Long> executors() {
    return processes.stream()
        .flatMap(Process::descendants)
        .map(ProcessHandle::pid)
        .collect(Collectors.toSet());
  }

  /** The logs of all executors, also of those that have ended. */
  List<String> executorLogs() throws IOException {
    try (Stream<Path> files = Files.walk(work())) {
      return files
          .filter(file -> file.endsWith("stderr"))
          .map(
              file -> {
                try {
                  return Files.readString(file);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              })
          .toList();
    }
  }

  @Override
  public void close() {
    List<ProcessHandle> children = processes.stream().flatMap(Process::descendants).toList();
    processes.forEach(Process::destroyForcibly);
    children.forEach(ProcessHandle::destroyForcibly);
    for (Process process : processes) {
      try {
        process.waitFor(10, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
