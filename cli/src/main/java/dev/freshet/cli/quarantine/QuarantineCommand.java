package dev.freshet.cli.quarantine;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "quarantine",
    description = "Shows the rows that could not be read or embedded, with their reasons.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "VERB",
    subcommands = {QuarantineList.class, QuarantineShow.class})
public final class QuarantineCommand implements Runnable {

  @Spec CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "No verb is given. Name one of the verbs below.");
  }
}
