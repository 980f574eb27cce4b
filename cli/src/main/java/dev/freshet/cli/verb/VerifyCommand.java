package dev.freshet.cli.verb;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.freshet.cli.answer.ExitCode;
import dev.freshet.cli.answer.Output;
import dev.freshet.cli.wiring.ConfigWarnings;
import dev.freshet.cli.wiring.Wiring;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.embed.Embedder;
import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.pipeline.verify.VerifyReport;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "verify",
    description = {
      "Proves that the vector table holds exactly what Gold says, and that no landed row is lost.",
      "Works beside a running pipeline and changes nothing."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:equal",
      "1:failed; the message says why",
      "2:the command line or the configuration is wrong",
      "3:not equal"
    })
public final class VerifyCommand implements Callable<Integer> {

  @Mixin PipelineFile file;
  @Mixin Output output;

  @Override
  public Integer call() {
    FreshetConfig config = file.read();
    List<String> warnings = new ConfigWarnings(config).ofVerify();
    warnings.forEach(output::warn);
    Wiring wiring = new Wiring(config);
    try (VectorTableReader reader = wiring.openReader();
        Embedder embedder = wiring.openEmbedder()) {
      Verified verified = Verified.of(wiring.verifier(embedder, reader).verify(), warnings);
      output.print(verified);
      return verified.equal() ? ExitCode.OK : ExitCode.DIFFERENCES;
    }
  }

  /**
   * The comparison.
   *
   * @param equal whether the vector table holds exactly what Gold says, and no landed row is lost
   * @param report the figures
   * @param warnings what does not go with the home or with what has landed, also on stderr
   */
  public record Verified(boolean equal, @JsonUnwrapped VerifyReport report, List<String> warnings)
      implements Output.Answer {

    public static Verified of(VerifyReport report, List<String> warnings) {
      return new Verified(report.equal(), report, List.copyOf(warnings));
    }

    @Override
    public void print(PrintWriter out) {
      out.println(equal ? "equal" : "NOT EQUAL");
      out.printf(
          Locale.ROOT,
          "records     %,d in %,d chunks%n",
          report.records(),
          report.chunks().expected());
      out.printf(
          Locale.ROOT,
          "differences %,d missing, %,d extra, %,d stale, %,d duplicate%n",
          report.chunks().missing(),
          report.chunks().extra(),
          report.chunks().stale(),
          report.chunks().duplicate());
      out.printf(
          Locale.ROOT,
          "rows        %,d bronze, %,d silver, %,d unreadable, %,d unaccounted for%n",
          report.lines().bronze(),
          report.lines().silver(),
          report.lines().unreadable(),
          report.lines().unaccounted());
      report.samples().forEach(sample -> out.println("  " + sample));
    }
  }
}
