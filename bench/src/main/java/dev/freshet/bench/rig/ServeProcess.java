package dev.freshet.bench.rig;

import dev.freshet.cli.wiring.ServedAddress;
import dev.freshet.core.config.ServeConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** {@code ./freshet serve} on the table of a pipeline. */
public final class ServeProcess {

  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(2);
  private static final long END_LIMIT_S = 60;

  private final PipelineProcess home;

  public ServeProcess(PipelineProcess home) {
    this.home = home;
  }

  /** Starts the server, and waits until it is ready to search. */
  public RunningServer start() throws IOException, InterruptedException {
    int port = ServedAddress.of(new ServeConfig(0, ServeConfig.DEFAULT_BIND)).port();
    Running server = new Running(home.startServer(port), port);
    try {
      HttpClient client = HttpClient.newHttpClient();
      PipelineProcess.await(
          "the search server is ready; see " + home.directory().resolve("run.log"),
          START_LIMIT,
          () -> isReady(client, port));
      return server;
    } catch (RuntimeException | InterruptedException e) {
      server.close();
      throw e;
    }
  }

  private static boolean isReady(HttpClient client, int port) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/readyz"))
            .timeout(ANSWER_LIMIT)
            .build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Supervisor and worker. */
  private record Running(Process process, int port) implements RunningServer {

    @Override
    public long residentMb() {
      return PipelineProcess.residentMb(process.pid())
          + process.descendants().mapToLong(each -> PipelineProcess.residentMb(each.pid())).sum();
    }

    @Override
    public void killWorker() throws InterruptedException {
      PipelineProcess.await(
          "there is a worker", START_LIMIT, () -> process.children().findAny().isPresent());
      process.children().forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    public void close() {
      process.destroy();
      try {
        if (!process.waitFor(END_LIMIT_S, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        process.destroyForcibly();
      }
    }
  }
}
