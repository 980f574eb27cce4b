package dev.freshet.cli.verb;

import dev.freshet.cli.answer.ExitCode;
import dev.freshet.cli.answer.MaintenanceProgress;
import dev.freshet.cli.answer.Optimized;
import dev.freshet.cli.answer.Output;
import dev.freshet.cli.wiring.Wiring;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.error.InvalidRequestException;
import dev.freshet.home.process.MemoryReporter;
import dev.freshet.home.process.StopOnShutdown;
import dev.freshet.maintenance.PassResult;
import dev.freshet.maintenance.VectorMaintenance;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "optimize",
    description = {
      "Maintains the vector table: compaction, index, clean-up of versions, as far as they are due.",
      "Works beside a running pipeline, may be killed at any time, and needs to be run by hand only"
          + " with `optimize.mode: external`."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done, or nothing was due",
      "1:a step failed, or no table can be maintained; the message says why",
      "2:the command line or the configuration is wrong"
    })
public final class OptimizeCommand implements Callable<Integer> {

  @Mixin PipelineFile file;

  @Option(
      names = "--watch",
      description =
          "Go on until stopped; wait for a table that does not exist yet. Ctrl-C ends it after the"
              + " current step.")
  boolean watch;

  @Option(names = "--dry-run", description = "Print what is due and why, and change nothing.")
  boolean dryRun;

  @Option(
      names = "--explain",
      description =
          "As --dry-run, and print what was measured, the thresholds that follow, and how often steps"
              + " will be due. Measures searches first if they were not measured yet.")
  boolean explain;

  @Option(names = "--supervised", hidden = true, description = "End when standard input ends.")
  boolean supervised;

  @Mixin Output output;

  @Override
  public Integer call() {
    if (watch && (dryRun || explain)) {
      throw new InvalidRequestException(
          "Cannot use --watch with --dry-run or --explain: those run once. Leave --watch out.");
    }
    FreshetConfig config = file.read();
    Wiring wiring = new Wiring(config);
    MaintenanceProgress progress = new MaintenanceProgress(output.progress(), supervised);
    VectorMaintenance maintenance = wiring.maintenance(progress);
    if (dryRun || explain) {
      output.print(Optimized.planned(maintenance.look(explain)));
      return ExitCode.OK;
    }
    try (StopOnShutdown lifeline = StopOnShutdown.register(maintenance::stop)) {
      return watch ? watch(config, maintenance, progress) : once(maintenance);
    }
  }

  private int once(VectorMaintenance maintenance) {
    PassResult result = maintenance.once();
    output.print(Optimized.passed(result));
    return result.failed() ? ExitCode.FAILED : ExitCode.OK;
  }

  private int watch(
      FreshetConfig config, VectorMaintenance maintenance, MaintenanceProgress progress) {
    if (supervised) {
      ParentWatch.start(System.in, maintenance::stop);
    }
    try (MemoryReporter memory = MemoryReporter.start(config.layout().memoryReport("optimize"))) {
      maintenance.watch();
    }
    output.print(Optimized.watched(progress.newest()));
    return ExitCode.OK;
  }
}
