package dev.freshet.cli.keys;

import dev.freshet.cli.answer.ExitCode;
import dev.freshet.cli.answer.Output;
import dev.freshet.cli.verb.PipelineFile;
import dev.freshet.core.config.FreshetConfig;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "reset",
    description =
        "Removes all keys, also if their file is damaged. A server that starts afterwards answers"
            + " everybody on this machine; one that others reach does not start without keys.",
    mixinStandardHelpOptions = true)
public final class KeysReset implements Callable<Integer> {

  @Mixin PipelineFile file;
  @Mixin Output output;

  @Override
  public Integer call() {
    FreshetConfig config = file.read();
    KeysCommand.keys(config).reset();
    output.print(new Reset(config.layout().apiKeys().toString()));
    return ExitCode.OK;
  }

  /**
   * Keys that are removed.
   *
   * @param path the file that contained them
   */
  public record Reset(String path) implements Output.Answer {

    @Override
    public void print(PrintWriter out) {
      out.println("all keys are removed; a running server accepts none until it is started again");
    }
  }
}
