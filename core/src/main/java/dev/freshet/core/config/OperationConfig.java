package dev.freshet.core.config;

import dev.freshet.core.config.value.DurationText;
import java.time.Duration;
import java.util.Optional;

/**
 * How a pipeline is run.
 *
 * @param pipeline how batches are cut
 * @param optimize who maintains the vector table
 * @param serve where the search API listens
 * @param slo the objective of the pipeline
 */
public record OperationConfig(
    PipelineConfig pipeline, OptimizeConfig optimize, ServeConfig serve, SloConfig slo) {

  /** Everything by default. */
  public static OperationConfig defaults() {
    return new OperationConfig(
        PipelineConfig.defaults(),
        OptimizeConfig.defaults(),
        ServeConfig.defaults(),
        SloConfig.defaults());
  }

  /**
   * Why the objective cannot be held whatever the machine can do, and what to do; empty if it can.
   */
  public Optional<String> unreachableObjective() {
    Duration trigger = pipeline.trigger();
    Duration objective = slo.freshnessP95();
    if (trigger.compareTo(objective) <= 0) {
      return Optional.empty();
    }
    return Optional.of(
        "Cannot hold slo.freshness.p95 %s: with pipeline.trigger %s a change waits up to that long before its batch begins. Set pipeline.trigger below %s (0s begins a batch when the one before it ends), or raise slo.freshness.p95."
            .formatted(
                DurationText.print(objective),
                DurationText.print(trigger),
                DurationText.print(objective)));
  }
}
