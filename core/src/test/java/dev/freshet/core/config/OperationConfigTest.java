package dev.freshet.core.config;

import static dev.freshet.core.config.Refusal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.vector.Distance;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** The sections about how a pipeline runs: embedding, index, pipeline, optimize, serve, slo. */
class OperationConfigTest {

  @Test
  void everySectionHasDefaults() {
    assertThat(EmbeddingConfig.defaults()).isEqualTo(new EmbeddingConfig("all-minilm-l6-v2"));
    assertThat(IndexConfig.defaults())
        .isEqualTo(new IndexConfig(IndexType.IVF_HNSW_SQ, Distance.COSINE));
    assertThat(PipelineConfig.defaults())
        .isEqualTo(
            new PipelineConfig(Topology.FUSED, Duration.ZERO, new BatchLimit(OptionalInt.empty())));
    assertThat(OptimizeConfig.defaults())
        .isEqualTo(new OptimizeConfig(OptimizeConfig.Mode.PROCESS));
    assertThat(ServeConfig.defaults()).isEqualTo(new ServeConfig(8080, "127.0.0.1"));
    assertThat(SloConfig.defaults()).isEqualTo(new SloConfig(Duration.ofSeconds(2)));
  }

  @Test
  void limitHoldsItsNumber() {
    assertThat(BatchLimit.of(7).files()).hasValue(7);
    assertThat(BatchLimit.AUTO.files()).isEmpty();
  }

  @Test
  void portsAtTheEdgesAreFine() {
    assertThat(new ServeConfig(0, "::1").port()).isZero();
    assertThat(new ServeConfig(65535, "localhost").port()).isEqualTo(65535);
  }

  @Test
  void blankModelIsRefused() {
    assertRefused(
        () -> new EmbeddingConfig(" "),
        "Cannot use embedding.model: it is blank. Name a model, or leave it out for"
            + " all-minilm-l6-v2.");
  }

  @Test
  void limitOfNoFilesIsRefused() {
    assertRefused(
        () -> BatchLimit.of(0),
        "Cannot use pipeline.max-files-per-trigger: 0 is not at least 1. Set a number of files, or"
            + " auto.");
  }

  @Test
  void negativeTriggerIsRefused() {
    assertRefused(
        () -> new PipelineConfig(Topology.FUSED, Duration.ofMillis(-1500), BatchLimit.AUTO),
        "Cannot use pipeline.trigger: -1500ms is negative. Set it to 0s to start a batch as soon as"
            + " the one before it ends.");
  }

  @Test
  void placeNobodyCanListenOnIsRefused() {
    assertRefused(
        () -> new ServeConfig(65536, ""),
        "Cannot use serve.port: 65536 is not between 0 and 65535. Set a free port, or 0 for any.",
        "Cannot use serve.bind: it is blank. Set a host or address, or leave it out for 127.0.0.1.");
    assertRefused(
        () -> new ServeConfig(-1, "h"),
        "Cannot use serve.port: -1 is not between 0 and 65535. Set a free port, or 0 for any.");
  }

  @Test
  void freshnessOfNothingIsRefused() {
    assertRefused(
        () -> new SloConfig(Duration.ZERO),
        "Cannot use slo.freshness.p95: 0s is not above zero. Set the time from landing to queryable"
            + " you want to hold, such as 2s.");
  }
}
