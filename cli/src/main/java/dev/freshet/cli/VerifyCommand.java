package dev.freshet.cli;

import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.embed.Embedder;
import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.pipeline.VerifyReport;
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
final class VerifyCommand implements Callable<Integer> {

  @Mixin PipelineFile file;
  @Mixin Output output;

  @Override
  public Integer call() {
    FreshetConfig config = file.read();
    Wiring wiring = new Wiring(config);
    try (VectorTableReader reader = wiring.openReader();
        Embedder embedder = wiring.openEmbedder()) {
      Verified verified = Verified.of(wiring.verifier(embedder, reader).verify());
      output.print(verified);
      return verified.equal() ? ExitCode.OK : ExitCode.DIFFERENCES;
    }
  }

  /**
   * The comparison; {@link VerifyReport} defines the figures.
   *
   * @param equal whether the vector table holds exactly what Gold says, and no landed row is lost
   */
  record Verified(
      boolean equal,
      long records,
      long chunks,
      long missing,
      long extra,
      long stale,
      long duplicate,
      long bronze,
      long silver,
      long unreadable,
      long unaccounted,
      List<String> samples)
      implements Output.Answer {

    static Verified of(VerifyReport report) {
      return new Verified(
          report.equal(),
          report.records(),
          report.chunks(),
          report.missing(),
          report.extra(),
          report.stale(),
          report.duplicate(),
          report.bronze(),
          report.silver(),
          report.unreadable(),
          report.unaccounted(),
          report.samples());
    }

    @Override
    public void print(PrintWriter out) {
      out.println(equal ? "equal" : "NOT EQUAL");
      out.printf(Locale.ROOT, "records     %,d in %,d chunks%n", records, chunks);
      out.printf(
          Locale.ROOT,
          "differences %,d missing, %,d extra, %,d stale, %,d duplicate%n",
          missing,
          extra,
          stale,
          duplicate);
      out.printf(
          Locale.ROOT,
          "rows        %,d bronze, %,d silver, %,d unreadable, %,d unaccounted for%n",
          bronze,
          silver,
          unreadable,
          unaccounted);
      samples.forEach(sample -> out.println("  " + sample));
    }
  }
}
