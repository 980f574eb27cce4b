package dev.freshet.cli.verb;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.freshet.cli.answer.ExitCode;
import dev.freshet.cli.answer.Output;
import dev.freshet.cli.answer.RunProgress;
import dev.freshet.cli.answer.Text;
import dev.freshet.cli.wiring.Wiring;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.embed.DocumentExtractor;
import dev.freshet.core.embed.Embedder;
import dev.freshet.home.PipelineHome;
import dev.freshet.home.metric.MaintenanceMeters;
import dev.freshet.home.process.ProcessSupervisor;
import dev.freshet.home.process.StopOnShutdown;
import dev.freshet.pipeline.metrics.PipelineMetrics;
import dev.freshet.pipeline.run.IngestPipeline;
import dev.freshet.pipeline.run.RunSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.PrintWriter;
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
    mixinStandardHelpOptions = true)
public final class RunCommand implements Callable<Integer> {

  @Mixin PipelineFile file;

  @Option(
      names = "--once",
      description = "Drain everything that has landed, then end with a summary.")
  boolean once;

  @Mixin Output output;

  @Override
  public Integer call() {
    FreshetConfig config = file.read();
    Wiring wiring = new Wiring(config);
    try (DocumentExtractor extractor = wiring.openExtractor();
        Embedder embedder = wiring.openEmbedder()) {
      MeterRegistry registry = new SimpleMeterRegistry();
      PipelineMetrics metrics = new PipelineMetrics(registry);
      IngestPipeline pipeline = wiring.pipeline(embedder, extractor, metrics);
      PipelineHome home = new PipelineHome(config);
      MaintenanceMeters.register(registry, home::maintenance);
      try (ProcessSupervisor optimize = wiring.superviseOptimize(file.file, pipeline, metrics);
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
        output.print(new Ran(summary));
      }
    }
    return ExitCode.OK;
  }

  /**
   * What the run did.
   *
   * @param summary the figures
   */
  public record Ran(@JsonUnwrapped RunSummary summary) implements Output.Answer {

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
            Text.count(summary.quarantined(), "row") + " put into quarantine, with the reason");
      }
      if (summary.stale() > 0) {
        out.println(
            Text.count(summary.stale(), "event") + " stale: a newer state of the record is known");
      }
    }
  }
}
