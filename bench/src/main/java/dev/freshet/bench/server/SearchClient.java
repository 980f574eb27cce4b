package dev.freshet.bench.server;

import dev.freshet.bench.rig.LatencySample;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A well-behaved client: one search after the other, fifty a second at most. */
final class SearchClient {

  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);
  private static final int OK = 200;

  private final HttpClient http = HttpClient.newHttpClient();
  private final HttpRequest request;

  SearchClient(int port, String key) {
    this.request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/search"))
            .timeout(ANSWER_LIMIT)
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"query\":\"how a list is sorted\"}"))
            .build();
  }

  /**
   * How searches went.
   *
   * @param took of those that were answered
   * @param failed how many were not answered by 200
   */
  record Searched(LatencySample took, int failed) {}

  boolean isAnswered() {
    try {
      return http.send(request, BodyHandlers.discarding()).statusCode() == OK;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  Searched searchFor(Duration time) throws InterruptedException {
    List<Double> millis = new ArrayList<>();
    int failed = 0;
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      long started = System.nanoTime();
      failed += isAnswered() ? 0 : 1;
      millis.add((System.nanoTime() - started) / 1e6);
      TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
    }
    return new Searched(LatencySample.of(millis), failed);
  }
}
