package dev.freshet.cli.keys;

import dev.freshet.cli.answer.ExitCode;
import dev.freshet.cli.answer.IssuedKey;
import dev.freshet.cli.answer.Output;
import dev.freshet.cli.verb.PipelineFile;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "rotate",
    description = "Replaces a key by a new one with the same name and rows, and shows it.",
    mixinStandardHelpOptions = true)
final class KeysRotate implements Callable<Integer> {

  @Parameters(paramLabel = "NAME", description = "Which key.")
  String name;

  @Option(
      names = "--grace",
      paramLabel = "TIME",
      defaultValue = "1d",
      converter = TimeSpan.class,
      description =
          "How long the former key stays valid, such as 1d or 0s (default: ${DEFAULT-VALUE}).")
  Duration grace;

  @Mixin PipelineFile file;
  @Mixin Output output;

  @Override
  public Integer call() {
    output.print(IssuedKey.of(KeysCommand.keys(file.read()).rotate(name, grace)));
    return ExitCode.OK;
  }
}
