package dev.freshet.cli.answer;

import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.config.PipelineConfig;
import dev.freshet.core.config.value.DurationText;
import dev.freshet.core.config.value.EmbeddingProvider;
import dev.freshet.core.config.value.FilesPerTrigger;
import dev.freshet.core.config.value.TokensPerTrigger;
import dev.freshet.core.cost.CostModel;
import dev.freshet.core.cost.ProfileAdvice;
import dev.freshet.pipeline.admission.EmbeddingProfiler.Measured;
import dev.freshet.pipeline.admission.TextSample;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The recommendation that follows from a measurement, in figures and in words. Immutable. */
public final class ProfileReport {

  private final FreshetConfig config;
  private final Measured measured;
  private final TextSample sample;
  private final long tokensPerFile;
  private final ProfileAdvice advice;

  /**
   * @param tokensPerFile that 95 of 100 files stay below
   */
  public ProfileReport(
      FreshetConfig config, Measured measured, TextSample sample, long tokensPerFile) {
    this.config = config;
    this.measured = measured;
    this.sample = sample;
    this.tokensPerFile = tokensPerFile;
    this.advice = ProfileAdvice.of(measured.model(), tokensPerFile, config.slo().freshnessP95());
  }

  /** The recommended values. */
  public ProfileAdvice advice() {
    return advice;
  }

  /** Whether the measurement is clear enough to be written down. */
  public boolean steady() {
    return measured.enough() && measured.model().rSquared() >= ProfileAdvice.LEAST_R_SQUARED;
  }

  /** A number, or auto: without landed files it is unknown how many of them make a batch. */
  public String maxFiles() {
    return sample.isLanded() ? Integer.toString(advice.maxFilesPerTrigger()) : "auto";
  }

  /** The section pipeline as the advice would have it. */
  public PipelineConfig pipeline() {
    return new PipelineConfig(
        config.pipeline().topology(),
        advice.trigger(),
        sample.isLanded() ? FilesPerTrigger.of(advice.maxFilesPerTrigger()) : FilesPerTrigger.AUTO,
        TokensPerTrigger.of(advice.maxTokensPerTrigger()));
  }

  /** The answer of {@code profile}. */
  public Profile answer(boolean applied, List<String> diff) {
    CostModel model = measured.model();
    return new Profile(
        new Profile.Measurement(
            config.embedding().model(),
            new Profile.Sample(
                sample.isLanded(),
                sample.tokensPerFile().size(),
                (int) sample.texts().stream().distinct().count(),
                tokensPerFile),
            measured.sizes(),
            new Profile.Fit(
                1e3 * model.fixedSeconds(),
                1e6 * model.secondsPerUnit(),
                1 / model.secondsPerUnit(),
                model.rSquared(),
                model.samples())),
        new Profile.Advice(
            DurationText.print(advice.trigger()),
            maxFiles(),
            advice.maxTokensPerTrigger(),
            embedMs(),
            reasons()),
        warnings(),
        new Profile.Change(applied, diff));
  }

  private double embedMs() {
    return sample.isLanded()
        ? advice.embed().toNanos() / 1e6
        : 1e3 * measured.model().seconds(advice.maxTokensPerTrigger());
  }

  private List<String> reasons() {
    String embed = Text.millis(embedMs());
    String objective = DurationText.print(config.slo().freshnessP95());
    return List.of(
        advice.withinObjective()
            ? "trigger: half of slo.freshness.p95 (%s), and at least 1.5 times the %s of embedding"
                .formatted(objective, embed)
            : "trigger: 1.5 times the %s it takes to embed one file".formatted(embed),
        sample.isLanded()
            ? String.format(
                Locale.ROOT,
                "max-files-per-trigger: so many files of %,d tokens, which 95 of 100 stay below,"
                    + " are embedded in two thirds of the trigger",
                tokensPerFile)
            : "max-files-per-trigger: unchanged, since no file has landed whose size could be measured",
        "max-tokens-per-trigger: so many tokens are embedded in two thirds of the trigger");
  }

  private List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    if (!steady()) {
      warnings.add(
          measured.enough()
              ? "the measurement is unsteady (R2 below %s): something else ran on this machine"
                  .formatted(ProfileAdvice.LEAST_R_SQUARED)
              : "the model is too slow to be measured in several sizes within the time");
    }
    if (!advice.withinObjective()) {
      warnings.add(
          "slo.freshness.p95 cannot be held: a single file takes longer than half of it. Land"
              + " smaller files or use a faster model");
    }
    if (config.embedding().provider() != EmbeddingProvider.IN_PROCESS) {
      warnings.add(
          "the service may charge for the texts it was sent, and be slower at other times");
    }
    warnings.add(
        "fixed limits hold in a backlog too, and a change waits for the next trigger; with 0s and"
            + " auto a running pipeline sizes its batches by what they cost");
    return warnings;
  }
}
