package dev.freshet.core.config;

import dev.freshet.core.config.value.DurationText;
import dev.freshet.core.config.value.FilesPerTrigger;
import dev.freshet.core.config.value.Problems;
import dev.freshet.core.config.value.TokensPerTrigger;
import dev.freshet.core.config.value.Topology;
import java.time.Duration;

/**
 * How batches are cut and scheduled.
 *
 * @param topology default {@link Topology#FUSED}
 * @param trigger shortest time between the starts of two batches, not negative; default zero: the
 *     next batch starts when the one before it ends
 * @param maxFilesPerTrigger most files of one batch; default {@link FilesPerTrigger#AUTO}
 * @param maxTokensPerTrigger most tokens the model is asked for in one batch; default {@link
 *     TokensPerTrigger#AUTO}
 */
public record PipelineConfig(
    Topology topology,
    Duration trigger,
    FilesPerTrigger maxFilesPerTrigger,
    TokensPerTrigger maxTokensPerTrigger) {

  public static final Topology DEFAULT_TOPOLOGY = Topology.FUSED;
  public static final Duration DEFAULT_TRIGGER = Duration.ZERO;
  public static final FilesPerTrigger DEFAULT_MAX_FILES_PER_TRIGGER = FilesPerTrigger.AUTO;
  public static final TokensPerTrigger DEFAULT_MAX_TOKENS_PER_TRIGGER = TokensPerTrigger.AUTO;

  public PipelineConfig {
    if (trigger.isNegative()) {
      Problems problems = new Problems();
      problems.add(
          "pipeline.trigger",
          DurationText.print(trigger) + " is negative",
          "Set it to 0s to start a batch as soon as the one before it ends.");
      problems.throwIfAny();
    }
  }

  /** Everything by default. */
  public static PipelineConfig defaults() {
    return new PipelineConfig(
        DEFAULT_TOPOLOGY,
        DEFAULT_TRIGGER,
        DEFAULT_MAX_FILES_PER_TRIGGER,
        DEFAULT_MAX_TOKENS_PER_TRIGGER);
  }
}
