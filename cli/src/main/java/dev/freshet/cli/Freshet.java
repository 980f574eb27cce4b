package dev.freshet.cli;

import dev.freshet.cli.answer.ErrorReport;
import dev.freshet.cli.answer.MemoryEnd;
import dev.freshet.cli.demo.DemoCommand;
import dev.freshet.cli.doctor.DoctorCommand;
import dev.freshet.cli.keys.KeysCommand;
import dev.freshet.cli.quarantine.QuarantineCommand;
import dev.freshet.cli.verb.FilesCommand;
import dev.freshet.cli.verb.InitCommand;
import dev.freshet.cli.verb.OptimizeCommand;
import dev.freshet.cli.verb.ProfileCommand;
import dev.freshet.cli.verb.RunCommand;
import dev.freshet.cli.verb.SearchCommand;
import dev.freshet.cli.verb.ServeCommand;
import dev.freshet.cli.verb.StatusCommand;
import dev.freshet.cli.verb.ValidateCommand;
import dev.freshet.cli.verb.VerifyCommand;
import dev.freshet.home.process.OutOfMemory;
import dev.freshet.storage.hadoop.ProcessUser;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code freshet}. */
@Command(
    name = "freshet",
    description = "Keeps a vector index as fresh as the data it is built from.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "VERB",
    subcommands = {
      DemoCommand.class,
      InitCommand.class,
      ValidateCommand.class,
      ProfileCommand.class,
      RunCommand.class,
      OptimizeCommand.class,
      ServeCommand.class,
      KeysCommand.class,
      SearchCommand.class,
      StatusCommand.class,
      VerifyCommand.class,
      FilesCommand.class,
      QuarantineCommand.class,
      DoctorCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:failed; the message says why",
      "2:wrong command line or configuration",
      "3:verify, validate or demo found differences, or run --once could index nothing",
      "4:out of memory"
    },
    footer = "")
public final class Freshet implements Runnable {

  @Spec CommandSpec spec;

  private Freshet() {}

  public static void main(String[] args) {
    OutOfMemory.watch(
        Path.of(System.getProperty("java.io.tmpdir")), MemoryEnd.of(List.of(args)).ending());
    try {
      ProcessUser.nameIfUnknown();
      System.exit(commandLine().execute(args));
    } catch (OutOfMemoryError e) {
      OutOfMemory.end();
    }
  }

  /** The command with its verbs, ready to execute. */
  static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new Freshet());
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    ErrorReport errors = new ErrorReport();
    commandLine.setExecutionExceptionHandler(errors);
    commandLine.setParameterExceptionHandler(errors);
    return commandLine;
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "No verb is given. Name one of the verbs below.");
  }
}
