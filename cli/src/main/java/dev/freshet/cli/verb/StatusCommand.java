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
import dev.freshet.home.report.FreshnessWindow;
import dev.freshet.home.report.HomeStatus;
import dev.freshet.home.report.RunStatus;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

@Command(
    name = "status",
    description =
        "Shows how fresh the index is, what waits to be indexed, and the state of the vector table.",
    mixinStandardHelpOptions = true)
public final class StatusCommand implements Callable<Integer> {

  @Mixin PipelineFile file;

  @Option(
      names = "--window",
      paramLabel = "TIME",
      converter = WindowName.class,
      defaultValue = "5m",
      description = "Tell freshness over this time: 1m, 5m (default), 15m or 1h.")
  FreshnessWindow window;

  @Mixin Output output;

  @Override
  public Integer call() {
    FreshetConfig config = file.read();
    PipelineHome home = new PipelineHome(config);
    Optional<RunStatus> report = home.report();
    output.print(
        new Status(
            HomeStatus.of(
                config.name(),
                report,
                home.quarantined(),
                table(config),
                home.maintenance(),
                window)));
    return ExitCode.OK;
  }

  /** Reads the label of a window. */
  static final class WindowName implements ITypeConverter<FreshnessWindow> {

    @Override
    public FreshnessWindow convert(String label) {
      return FreshnessWindow.labelled(label)
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "'" + label + "' is not one of " + FreshnessWindow.labels()));
    }
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
