package dev.freshet.cli.demo;

import dev.freshet.cli.answer.ExitCode;
import dev.freshet.cli.answer.Output;
import dev.freshet.cli.config.PipelineYaml;
import dev.freshet.cli.wiring.ServedAddress;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.config.ServeConfig;
import dev.freshet.core.config.value.DurationText;
import dev.freshet.core.error.InvalidRequestException;
import dev.freshet.demo.corpus.DemoCorpus;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The verb {@code demo}. */
@Command(
    name = "demo",
    description = {
      "Shows the whole system on real data.",
      "The documentation of a library lands, release after release, and is searched while it does."
          + " Ctrl-C ends it in order."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done; the index held exactly what had landed",
      "1:failed; the message says why",
      "2:the command line is wrong",
      "3:the index did not hold exactly what had landed"
    })
public final class DemoCommand implements Callable<Integer> {

  /** The length of the feed when the demo runs until it is stopped. */
  private static final Duration DEFAULT_FEED = Duration.ofSeconds(90);

  /** The launcher sets it to the directory of the releases that are replayed. */
  private static final String CORPUS = "freshet.demo.corpus";

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      description = "End by itself after this time, such as 60s, start-up not counted.")
  @Nullable String duration;

  @Option(
      names = "--home",
      paramLabel = "DIR",
      defaultValue = "freshet-demo",
      description =
          "Where the demo keeps its files (default: ${DEFAULT-VALUE}); those of an earlier demo are"
              + " deleted.")
  Path home;

  @Option(
      names = "--port",
      paramLabel = "N",
      description =
          "Port of search and dashboard (default: "
              + ServeConfig.DEFAULT_PORT
              + " if it is free, otherwise any). 0: any free one.")
  @Nullable Integer port;

  @Mixin Output output;

  @Spec CommandSpec command;

  @Override
  public Integer call() {
    Optional<Duration> limit = Optional.ofNullable(duration).map(DemoCommand::parse);
    DemoHome demo = new DemoHome(home);
    demo.prepare();
    FreshetConfig config = new PipelineYaml(System::getenv).read(demo.config());
    DemoConsole console = new DemoConsole(progress());
    console.starting(demo.landing());
    DemoCorpus corpus =
        new DemoCorpus(Path.of(System.getProperty(CORPUS, "extensions/demo/target/demo-corpus")));
    ServedAddress address =
        port == null
            ? ServedAddress.preferred(config.serve())
            : ServedAddress.of(new ServeConfig(port, config.serve().bind()));
    DemoShow show = new DemoShow(demo.config(), config, address, corpus, console);
    DemoShow.Outcome outcome = show.run(limit.orElse(DEFAULT_FEED), limit.isPresent());
    output.print(DemoAnswer.of(outcome, demo.config()));
    return outcome.equal() ? ExitCode.OK : ExitCode.DIFFERENCES;
  }

  /** With {@code --output json} the answer alone goes to stdout. */
  private PrintWriter progress() {
    return output.isJson() ? command.commandLine().getErr() : command.commandLine().getOut();
  }

  private static Duration parse(String text) {
    return DurationText.parse(text)
        .filter(duration -> duration.compareTo(Duration.ofSeconds(5)) >= 0)
        .orElseThrow(
            () ->
                new InvalidRequestException(
                    "Cannot run the demo for --duration "
                        + text
                        + ": it is not a time of at least 5s. Give one such as 60s or 5m."));
  }
}
