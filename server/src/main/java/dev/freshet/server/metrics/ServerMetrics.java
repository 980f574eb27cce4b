package dev.freshet.server.metrics;

import dev.freshet.pipeline.metrics.Percentiles;
import dev.freshet.pipeline.metrics.PipelineMetric.Kind;
import dev.freshet.server.http.Endpoint;
import dev.freshet.server.http.ProblemCode;
import dev.freshet.server.http.ProblemException;
import dev.freshet.server.http.Traffic;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import io.micrometer.core.instrument.distribution.ValueAtPercentile;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Measures the server itself; {@link ServerMetric} says what. Thread-safe. */
public final class ServerMetrics implements Traffic {

  private static final Duration[] BUCKETS = {
    Duration.ofMillis(1),
    Duration.ofMillis(2),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(20),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(200),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(2),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10),
    Duration.ofSeconds(30)
  };

  private static final Duration WINDOW = Duration.ofMinutes(5);
  private static final int WINDOW_SLICES = 5;

  private final MeterRegistry registry;
  private final Map<Route, Timer> requests = new ConcurrentHashMap<>();
  private final Map<ProblemCode, Counter> problems = new ConcurrentHashMap<>();
  private final Timer freshnessWaits;
  private final Timer warmUps;

  /** Requests that are measured together. */
  private record Route(String path, String status) {}

  public ServerMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.freshnessWaits = timer(ServerMetric.FRESHNESS_WAITS).register(registry);
    this.warmUps = timer(ServerMetric.WARM_UPS).register(registry);
    for (ProblemCode code : ProblemCode.values()) {
      problem(code);
    }
  }

  private static Timer.Builder timer(ServerMetric metric) {
    return Timer.builder(metric.meterName())
        .description(metric.doc())
        .serviceLevelObjectives(BUCKETS)
        .publishPercentiles(0.5, 0.95, 0.99)
        .distributionStatisticExpiry(WINDOW)
        .distributionStatisticBufferLength(WINDOW_SLICES);
  }

  @Override
  public void answered(String method, String path, String caller, int status, Duration took) {
    // The caller is no label: keys come and go, series would stay.
    request(path, status / 100 + "xx").record(took);
  }

  private Timer request(String path, String status) {
    return requests.computeIfAbsent(
        new Route(path, status),
        route ->
            timer(ServerMetric.REQUESTS)
                .tag("path", route.path())
                .tag("status", route.status())
                .register(registry));
  }

  /** {@code endpoint}, its problems counted. */
  public Endpoint observed(Endpoint endpoint) {
    return call -> {
      CompletionStage<dev.freshet.server.http.Reply> answer;
      try {
        answer = endpoint.answer(call);
      } catch (RuntimeException e) {
        failed(e);
        throw e;
      }
      return answer.whenComplete(
          (reply, failure) -> {
            if (failure != null) {
              failed(failure);
            }
          });
    };
  }
}
