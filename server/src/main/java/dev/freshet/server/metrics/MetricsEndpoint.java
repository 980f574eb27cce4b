package dev.freshet.server.metrics;

import dev.freshet.home.metric.PrometheusNames;
import dev.freshet.server.http.Call;
import dev.freshet.server.http.Endpoint;
import dev.freshet.server.http.Reply;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code GET /metrics}, in the text format of Prometheus 0.0.4. Thread-safe. */
public final class MetricsEndpoint implements Endpoint {

  private static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry registry;

  public MetricsEndpoint(PrometheusMeterRegistry registry) {
    this.registry = registry;
  }

  /** A registry that names meters by {@link PrometheusNames} and measures the process. */
  public static PrometheusMeterRegistry registry() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    registry.config().namingConvention(new PrometheusNames());
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    return registry;
  }

  @Override
  public CompletionStage<Reply> answer(Call call) {
    byte[] body = registry.scrape().getBytes(StandardCharsets.UTF_8);
    return CompletableFuture.completedFuture(Reply.ok(CONTENT_TYPE, body));
  }
}
