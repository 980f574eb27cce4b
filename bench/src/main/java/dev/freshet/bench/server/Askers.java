package dev.freshet.bench.server;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.freshet.bench.rig.PipelineProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Clients that search by text, one question after the other, also while the server is down. */
final class Askers implements AutoCloseable {

  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);
  private static final int PAUSE_MILLIS = 10;

  /**
   * A search that was answered.
   *
   * @param asked when it was, by the clock of nanoseconds
   * @param answered when it was
   */
  private record Answered(long asked, long answered) {

    double millis() {
      return (answered - asked) / 1e6;
    }
  }

  private final URI searches;
  private final ExecutorService threads;
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private final Queue<Answered> answered = new ConcurrentLinkedQueue<>();
  private final AtomicLong failures = new AtomicLong();
  private volatile boolean ends;

  private Askers(int port, int clients) {
    this.searches = URI.create("http://127.0.0.1:" + port + "/v1/search");
    this.threads = Executors.newFixedThreadPool(clients);
  }

  static Askers start(int port, int clients) {
    Askers askers = new Askers(port, clients);
    for (int client = 0; client < clients; client++) {
      int number = client;
      askers.threads.execute(() -> askers.askOn(number));
    }
    return askers;
  }

  private void askOn(int client) {
    try {
      for (int i = 0; !ends; i++) {
        long asked = System.nanoTime();
        if (isAnswered(Map.of("query", "pump %d lost pressure".formatted(i * 31 + client)))) {
          answered.add(new Answered(asked, System.nanoTime()));
        } else {
          failures.incrementAndGet();
        }
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isAnswered(Map<String, Object> body) throws InterruptedException {
    return isAnswered(body, ANSWER_LIMIT);
  }

  private boolean isAnswered(Map<String, Object> body, Duration limit) throws InterruptedException {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(searches)
              .timeout(limit)
              .header("Content-Type", "application/json")
              .POST(
                  HttpRequest.BodyPublishers.ofByteArray(
                      JsonMapper.builder().build().writeValueAsBytes(body)))
              .build();
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** Times of the searches that were asked since then and are answered. */
  List<Double> millisSince(long nanoTime) {
    return answered.stream()
        .filter(each -> each.asked() - nanoTime >= 0)
        .map(Answered::millis)
        .toList();
  }

  /** Searches that were not answered, so far. */
  long failures() {
    return failures.get();
  }

  /** Milliseconds from {@code nanoTime} to the first answer to a question asked since. */
  double awaitAnswerTo(long nanoTime, Duration limit) throws InterruptedException {
    PipelineProcess.await("a search is answered", limit, () -> !millisSince(nanoTime).isEmpty());
    return answered.stream()
        .filter(each -> each.asked() - nanoTime >= 0)
        .mapToDouble(each -> (each.answered() - nanoTime) / 1e6)
        .min()
        .orElseThrow();
  }

  /** Waits until a file of the landing zone is searchable. */
  void awaitFile(String file, Duration limit) throws InterruptedException {
    Map<String, Object> body =
        Map.of("query", "pump", "after", Map.of("file", file), "timeoutMs", 60_000);
    long deadline = System.nanoTime() + limit.toNanos();
    while (!isAnswered(body, limit)) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("Not searchable in time: " + file);
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
  }

  @Override
  public void close() throws InterruptedException {
    ends = true;
    threads.shutdown();
    if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
      threads.shutdownNow();
    }
  }
}
