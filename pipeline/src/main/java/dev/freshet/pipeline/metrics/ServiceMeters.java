package dev.freshet.pipeline.metrics;

import dev.freshet.core.embed.Embedder;
import dev.freshet.core.embed.ServiceCounts;
import dev.freshet.home.metric.PipelineMetric;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * Meters of the service behind the model. The embedder counts; a meter reads its counts.
 * Thread-safe.
 */
final class ServiceMeters {

  private static final Map<PipelineMetric, ToLongFunction<ServiceCounts>> METERS =
      Map.of(
          PipelineMetric.SERVICE_REQUESTS, ServiceCounts::requests,
          PipelineMetric.SERVICE_RETRIES, ServiceCounts::retries,
          PipelineMetric.SERVICE_THROTTLED, ServiceCounts::throttled,
          PipelineMetric.SERVICE_TOKENS, ServiceCounts::tokens,
          PipelineMetric.SERVICE_SPLITS, ServiceCounts::splits,
          PipelineMetric.SERVICE_CIRCUIT_OPENINGS, ServiceCounts::circuitOpenings);

  private volatile Supplier<ServiceCounts> counts = () -> ServiceCounts.NONE;

  static boolean has(PipelineMetric metric) {
    return METERS.containsKey(metric);
  }

  void register(PipelineMetric metric, MeterRegistry registry) {
    FunctionCounter.builder(metric.meterName(), this, self -> (double) self.total(metric))
        .description(metric.doc())
        .baseUnit(metric.unit())
        .register(registry);
  }

  void observe(Embedder embedder) {
    counts = embedder::serviceCounts;
  }

  long total(PipelineMetric metric) {
    return Objects.requireNonNull(METERS.get(metric)).applyAsLong(counts.get());
  }
}
