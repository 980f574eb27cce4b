package dev.freshet.cli.verb;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.freshet.cli.answer.ExitCode;
import dev.freshet.cli.answer.Output;
import dev.freshet.cli.wiring.ConfigWarnings;
import dev.freshet.cli.wiring.Wiring;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.embed.Embedder;
import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.pipeline.verify.VerifyReport;
import dev.freshet.pipeline.verify.deep.DeepReport;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "verify",
    description = {
      "Proves that the vector table holds exactly what Gold says, and that no landed row is lost.",
      "With --deep, also what landed is replayed by a model of its own and compared.",
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

  @Option(
      names = "--deep",
      description =
          "Replay every landed row by a model that shares no code with the pipeline, and compare"
              + " the records with the vector table. Needs heap for the texts of all live records.")
  boolean deep;

  @Override
  public Integer call() {
    FreshetConfig config = file.read();
    List<String> warnings = new ConfigWarnings(config).ofVerify();
    warnings.forEach(output::warn);
    Wiring wiring = new Wiring(config);
    try (VectorTableReader reader = wiring.openReader();
        Embedder embedder = wiring.openEmbedder()) {
      VerifyReport report = wiring.verifier(embedder, reader).verify();
      Verified verified =
          deep
              ? Verified.of(report, wiring.deepVerifier(embedder, reader).verify(), warnings)
              : Verified.of(report, warnings);
      output.print(verified);
      return verified.equal() ? ExitCode.OK : ExitCode.DIFFERENCES;
    }
  }

  /**
   * The comparison.
   *
   * @param equal whether the vector table holds exactly what Gold says, no landed row is lost, and
   *     a replay, if there was one, makes the same records
   * @param report the figures
   * @param deep the replay; null without one
   * @param warnings what does not go with the home or with what has landed, also on stderr
   */
  public record Verified(
      boolean equal,
      @JsonUnwrapped VerifyReport report,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable DeepReport deep,
      List<String> warnings)
      implements Output.Answer {

    public static Verified of(VerifyReport report, List<String> warnings) {
      return new Verified(report.equal(), report, null, List.copyOf(warnings));
    }

    static Verified of(VerifyReport report, DeepReport deep, List<String> warnings) {
      return new Verified(report.equal() && deep.equal(), report, deep, List.copyOf(warnings));
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
          "rows        %,d bronze, %,d silver, %,d unreadable, %,d unaccounted for; %,d batches missing%n",
          report.lines().bronze(),
          report.lines().silver(),
          report.lines().unreadable(),
          report.lines().unaccounted(),
          report.lines().missingBatches());
      report.samples().forEach(sample -> out.println("  " + sample));
      if (deep != null) {
        print(out, deep);
      }
    }

    private static void print(PrintWriter out, DeepReport deep) {
      if (deep.notReplayed() != null) {
        out.println("replay      " + deep.notReplayed());
      } else {
        out.printf(
            Locale.ROOT,
            "replay      %,d rows to %,d records, %,d rows refused (%,d by the pipeline alone), %,d records not"
                + " compared%n",
            deep.replay().lines(),
            deep.replay().records(),
            deep.replay().refused(),
            deep.replay().refusedByPipeline(),
            deep.replay().notCompared());
        out.printf(
            Locale.ROOT,
            "differences %,d missing, %,d extra, %,d stale%n",
            deep.differences().missing(),
            deep.differences().extra(),
            deep.differences().stale());
        deep.samples().forEach(sample -> out.println("  " + sample));
      }
    }
  }
}
