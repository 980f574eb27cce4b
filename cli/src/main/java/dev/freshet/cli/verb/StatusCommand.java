package dev.freshet.cli.verb;

import dev.freshet.cli.answer.ExitCode;
import dev.freshet.cli.answer.Output;
import dev.freshet.cli.answer.Status;
import dev.freshet.cli.wiring.Wiring;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.vector.TableState;
import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.home.PipelineHome;
import dev.freshet.home.report.HomeStatus;
import dev.freshet.home.report.RunStatus;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "status",
    description =
        "Shows how fresh the index is, what waits to be indexed, and the state of the vector table.",
    mixinStandardHelpOptions = true)
public final class StatusCommand implements Callable<Integer> {

  @Mixin PipelineFile file;
  @Mixin Output output;

  @Override
  public Integer call() {
    FreshetConfig config = file.read();
    PipelineHome home = new PipelineHome(config);
    Optional<RunStatus> report = home.report();
    output.print(
        new Status(
            HomeStatus.of(
                config.name(), report, home.quarantined(), table(config), home.maintenance())));
    return ExitCode.OK;
  }

  private static Optional<TableState> table(FreshetConfig config) {
    try (VectorTableReader reader = new Wiring(config).openReader()) {
      return Optional.of(reader.state());
    } catch (FreshetException e) {
      if (e.code() == ErrorCode.TABLE_NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
