package dev.freshet.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.server.http.Traffic;
import dev.freshet.server.problem.ProblemCode;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ServerMetricsTest {

  private final PrometheusMeterRegistry registry = MetricsEndpoint.registry();
  private final ServerMetrics metrics = new ServerMetrics(registry);

  @Test
  void requestsAreCountedAndTimedByPathAndClassOfStatus() {
    answered("key-1", 200, Duration.ofMillis(4));
    answered("key-2", 204, Duration.ofMillis(40));
    answered("key-2", 503, Duration.ofMillis(1));

    assertThat(scrape())
        .contains(
            "freshet_server_request_seconds_count{path=\"/v1/search\",status=\"2xx\"} 2",
            "freshet_server_request_seconds_count{path=\"/v1/search\",status=\"5xx\"} 1",
            "freshet_server_request_seconds_bucket{path=\"/v1/search\",status=\"2xx\",le=\"0.005\"} 1")
        .doesNotContain("key-");
  }

  @Test
  void percentilesAreOfAnsweredRequests() {
    for (int millis = 1; millis <= 100; millis++) {
      answered("local", 200, Duration.ofMillis(millis));
    }
    answered("local", 504, Duration.ofSeconds(30));

    assertThat(metrics.answers("/v1/search").samples()).isEqualTo(100);
    assertThat(metrics.answers("/v1/search").p50Ms()).isBetween(45.0, 55.0);
    assertThat(metrics.answers("/v1/search").p99Ms()).isBetween(95.0, 105.0);
  }

  @Test
  void problemsAreThereBeforeTheFirstAndCountByCode() {
    assertThat(scrape())
        .contains("freshet_server_problems_total{code=\"OVERLOADED\",path=\"/v1/search\"} 0.0");

    metrics.refused("/v1/search", ProblemCode.OVERLOADED);

    assertThat(scrape())
        .contains("freshet_server_problems_total{code=\"OVERLOADED\",path=\"/v1/search\"} 1.0");
  }

  @Test
  void gaugesAndWaitsAreTold() {
    metrics.observe(ServerMetric.WAITING, () -> 3);
    metrics.observe(ServerMetric.LAG, () -> 1.5);
    metrics.waited(Duration.ofMillis(150));

    assertThat(scrape())
        .contains(
            "freshet_server_queue_waiting 3.0",
            "freshet_server_freshness_lag_seconds 1.5",
            "freshet_server_freshness_wait_seconds_count 1");
  }

  private String scrape() {
    return registry.scrape();
  }

  private void answered(String caller, int status, Duration took) {
    metrics.answered(new Traffic.Answered("POST", "/v1/search", caller, status, took, 0));
  }
}
