package dev.freshet.server.metrics;

import dev.freshet.home.report.Percentiles;
import dev.freshet.server.http.Traffic;
import dev.freshet.server.problem.ProblemCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Measures what {@link ServerMetric} lists. Thread-safe. */
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
  private static final String ANSWERED = "2xx";

  private final MeterRegistry registry;
  private final Map<Route, Timer> requests = new ConcurrentHashMap<>();
  private final Map<Refusal, Counter> problems = new ConcurrentHashMap<>();
  private final Timer freshnessWaits;
  private final Timer canary;

  /** Requests that are measured together. */
  private record Route(String path, String status) {}

  /** Problems that are counted together. */
  private record Refusal(String path, ProblemCode code) {}

  public ServerMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.freshnessWaits = timer(ServerMetric.FRESHNESS_WAITS).register(registry);
    this.canary = timer(ServerMetric.CANARY).register(registry);
    // To rate() a counter that appears with its first count looks as if it had not moved.
    for (String path : List.of("/v1/search", "/mcp")) {
      for (ProblemCode code : ProblemCode.values()) {
        problem(path, code);
      }
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
  public void answered(Answered answer) {
    // The caller is no tag: keys come and go, but a series would stay.
    request(answer.path(), answer.status() / 100 + "xx").record(answer.took());
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

  @Override
  public void refused(String path, ProblemCode code) {
    problem(path, code).increment();
  }

  /** How many requests of a path ended in one of the problems. */
  public long problems(String path, Predicate<ProblemCode> which) {
    return Stream.of(ProblemCode.values())
        .filter(which)
        .mapToLong(code -> (long) problem(path, code).count())
        .sum();
  }

  private Counter problem(String path, ProblemCode code) {
    return problems.computeIfAbsent(
        new Refusal(path, code),
        refusal ->
            Counter.builder(ServerMetric.PROBLEMS.meterName())
                .description(ServerMetric.PROBLEMS.doc())
                .baseUnit(ServerMetric.PROBLEMS.unit())
                .tag("path", refusal.path())
                .tag("code", refusal.code().name())
                .register(registry));
  }

  /** Records how long a search waited for a freshness it asked for, in vain or not. */
  public void waited(Duration took) {
    freshnessWaits.record(took);
  }

  /** Records how long it took until a search found a canary record. */
  public void canaryFound(Duration took) {
    canary.record(took);
  }

  /**
   * Publishes a gauge.
   *
   * @param value asked whenever the meter is read; not a number while it is not known
   */
  public void observe(ServerMetric gauge, DoubleSupplier value) {
    gauge.registerGauge(registry, Tags.empty(), value, DoubleSupplier::getAsDouble);
  }

  /** How long requests of a path took that were answered, over the last five minutes. */
  public Percentiles answers(String path) {
    return Percentiles.of(request(path, ANSWERED));
  }
}
