package dev.freshet.cli.verb;

import dev.freshet.cli.answer.ExitCode;
import dev.freshet.cli.answer.Output;
import dev.freshet.cli.answer.ProfileReport;
import dev.freshet.cli.config.PipelineEdit;
import dev.freshet.cli.wiring.Wiring;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.config.value.DurationText;
import dev.freshet.core.config.value.EmbeddingProvider;
import dev.freshet.core.cost.ProfileAdvice;
import dev.freshet.core.embed.DocumentExtractor;
import dev.freshet.core.embed.Embedder;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.error.InvalidRequestException;
import dev.freshet.pipeline.admission.EmbeddingProfiler;
import dev.freshet.pipeline.admission.EmbeddingProfiler.Measured;
import dev.freshet.pipeline.admission.LandedTexts;
import dev.freshet.pipeline.admission.TextSample;
import dev.freshet.pipeline.run.ConfigCheck;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "profile",
    description = {
      "Measures embedding on this machine with texts that have landed, and recommends trigger and"
          + " batch limits.",
      "Takes up to a minute. An embedding service is called ten times, with 131 texts in all, which"
          + " it may charge for. Without a recommendation applied, a running pipeline sizes its"
          + " batches by what they cost."
    },
    mixinStandardHelpOptions = true)
public final class ProfileCommand implements Callable<Integer> {

  @Mixin PipelineFile file;

  @Option(
      names = "--apply",
      description = "Write the recommendation to the configuration; refused if it is unsteady.")
  boolean apply;

  @Option(names = "--force", description = "With --apply: write it even if it is unsteady.")
  boolean force;

  @Mixin Output output;

  @Override
  public Integer call() {
    if (force && !apply) {
      throw new InvalidRequestException(
          "Cannot use --force without --apply: it forces the change that --apply makes. Add --apply.");
    }
    FreshetConfig config = file.read();
    ConfigCheck.requireUsable(config);
    boolean service = config.embedding().provider() != EmbeddingProvider.IN_PROCESS;
    Wiring wiring = new Wiring(config);
    try (Embedder embedder = wiring.openEmbedder();
        DocumentExtractor extractor = wiring.openExtractor()) {
      report("sampling texts");
      TextSample sample = LandedTexts.sample(config, extractor, wiring.chunker(embedder), embedder);
      Measured measured =
          new EmbeddingProfiler(embedder, System::nanoTime, this::report)
              .measure(sample, service)
              .orElseThrow(() -> nothingToMeasure(config));
      ProfileReport report =
          new ProfileReport(config, measured, sample, sample.p95TokensPerFile(embedder));
      boolean refused = apply && !report.steady() && !force;
      List<String> diff = apply && !refused ? write(report) : List.of();
      output.print(report.answer(apply && !refused, diff));
      if (refused) {
        report(
            "Cannot apply the recommendation: the measurement is unsteady. Repeat it while the"
                + " machine does nothing else, or add --force.");
      }
      return refused ? ExitCode.FAILED : ExitCode.OK;
    }
  }

  private List<String> write(ProfileReport report) {
    ProfileAdvice advice = report.advice();
    Map<String, String> values = new LinkedHashMap<>();
    values.put("trigger", DurationText.print(advice.trigger()));
    values.put("max-files-per-trigger", report.maxFiles());
    values.put("max-tokens-per-trigger", Long.toString(advice.maxTokensPerTrigger()));
    return new PipelineEdit(file.yaml())
        .set(file.file, values, config -> config.pipeline().equals(report.pipeline()));
  }

  private static FreshetException nothingToMeasure(FreshetConfig config) {
    return new FreshetException(
        ErrorCode.EMBEDDING_FAILED,
        "Cannot measure embedding: model "
            + config.embedding().model()
            + " embedded none of the texts. Look at the quarantine table for the reasons it gave.");
  }

  private void report(String phrase) {
    output.progress().println(phrase);
    output.progress().flush();
  }
}
