package dev.freshet.core.config;

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
}
