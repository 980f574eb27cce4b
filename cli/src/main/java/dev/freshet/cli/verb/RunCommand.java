package dev.freshet.cli.verb;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.freshet.cli.answer.ExitCode;
import dev.freshet.cli.answer.Output;
import dev.freshet.cli.answer.ReasonText;
import dev.freshet.cli.answer.RunProgress;
import dev.freshet.cli.answer.Text;
import dev.freshet.cli.wiring.ConfigWarnings;
import dev.freshet.cli.wiring.EarlyStart;
import dev.freshet.cli.wiring.Wiring;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.embed.DocumentExtractor;
import dev.freshet.core.embed.Embedder;
import dev.freshet.core.error.InvalidRequestException;
import dev.freshet.home.PipelineHome;
import dev.freshet.home.metric.MaintenanceMeters;
import dev.freshet.home.metric.PipelineMetric;
import dev.freshet.home.process.MemoryReporter;
import dev.freshet.home.process.ProcessSupervisor;
import dev.freshet.home.process.StopOnShutdown;
import dev.freshet.home.quarantine.ReasonGroup;
import dev.freshet.pipeline.metrics.PipelineMetrics;
import dev.freshet.pipeline.run.ConfigCheck;
import dev.freshet.pipeline.run.IngestPipeline;
import dev.freshet.pipeline.run.RunSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "run",
    description = {
      "Keeps the vector index up to date with the landing zone until it is stopped.",
      "Ctrl-C ends it after the current batch; after a kill the next start continues."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:ended in order",
      "1:failed; the message says why",
      "2:the command line or the configuration is wrong",
      "3:with --once: nothing of what landed could be indexed, or with --strict some of it"
    })
public final class RunCommand implements Callable<Integer> {

  @Mixin PipelineFile file;

  @Option(
      names = "--once",
      description = "Drain everything that has landed, then end with a summary.")
  boolean once;

  @Option(
      names = "--strict",
      description = "With --once: exit code 3 if any row was put into quarantine.")
  boolean strict;

  @Mixin Output output;

  @Override
  public Integer call() {
    if (strict && !once) {
      throw new InvalidRequestException(
          "Cannot use --strict without --once: a run that does not end has no exit code to set. Add"
              + " --once, or leave --strict out.");
    }
    FreshetConfig config = file.read();
    ConfigCheck.requireUsable(config);
    List<String> warnings = new ConfigWarnings(config).ofRun();
    warnings.forEach(output::warn);
    Wiring wiring = new Wiring(config);
    try (EarlyStart early = wiring.startEarly();
        DocumentExtractor extractor = wiring.openExtractor();
        Embedder embedder = wiring.openEmbedder()) {
      MeterRegistry registry = new SimpleMeterRegistry();
      PipelineMetrics metrics = new PipelineMetrics(registry);
      IngestPipeline pipeline = wiring.pipeline(embedder, extractor, metrics);
      PipelineHome home = new PipelineHome(config);
      MaintenanceMeters.register(registry, home::maintenance);
      try (MemoryReporter memory = MemoryReporter.start(config.layout().memoryReport("run"));
          ProcessSupervisor optimize = wiring.superviseOptimize(file.file, pipeline, metrics);
          StopOnShutdown lifeline =
              StopOnShutdown.register(
                  () -> {
                    pipeline.stop();
                    optimize.stop();
                  });
          RunProgress progress = RunProgress.start(home, output.progress(), !once)) {
        RunSummary summary = pipeline.run(once);
        progress.close();
        optimize.close();
        Ran ran = Ran.of(summary, metrics, warnings);
        output.print(ran);
        return once && ran.isDifferent(strict) ? ExitCode.DIFFERENCES : ExitCode.OK;
      }
    }
  }

  /**
   * What the run did.
   *
   * @param summary the figures
   * @param nothingIndexed whether rows landed and none of them could be indexed
   * @param reasons why rows were put into quarantine, the most frequent reason first
   * @param warnings what does not go with the home or with what had landed, also on stderr
   */
  public record Ran(
      @JsonUnwrapped RunSummary summary,
      boolean nothingIndexed,
      List<ReasonGroup> reasons,
      List<String> warnings)
      implements Output.Answer {

    static Ran of(RunSummary summary, PipelineMetrics metrics, List<String> warnings) {
      long indexed =
          metrics.total(PipelineMetric.GOLD_ROWS) - metrics.total(PipelineMetric.REFUSED_RECORDS);
      boolean nothing =
          summary.quarantined() > 0
              && indexed == 0
              && metrics.total(PipelineMetric.STALE_EVENTS) == 0;
      return new Ran(summary, nothing, metrics.quarantineReasons(), List.copyOf(warnings));
    }

    /** Whether the exit code says that not all is well. */
    boolean isDifferent(boolean strict) {
      return nothingIndexed || (strict && summary.quarantined() > 0);
    }

    @Override
    public void print(PrintWriter out) {
      out.printf(
          Locale.ROOT,
          "%s with %s in %s, %.1f s%n",
          Text.count(summary.files(), "file"),
          Text.count(summary.rows(), "row"),
          Text.count(summary.batches(), "batch"),
          summary.tookMs() / 1000.0);
      out.println(Text.count(summary.records(), "record") + " searchable");
      if (summary.quarantined() > 0) {
        out.println(
            Text.count(summary.quarantined(), "row")
                + " put into quarantine, see `freshet quarantine list`:");
        new ReasonText(reasons).print(out);
      }
      if (nothingIndexed) {
        out.println("NOTHING of what landed could be indexed");
      }
      if (summary.stale() > 0) {
        out.println(
            Text.count(summary.stale(), "event") + " stale: a newer state of the record is known");
      }
    }
  }
}
