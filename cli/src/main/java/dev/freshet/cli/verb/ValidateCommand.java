package dev.freshet.cli.verb;

import dev.freshet.cli.answer.ExitCode;
import dev.freshet.cli.answer.Output;
import dev.freshet.cli.answer.ReasonText;
import dev.freshet.cli.answer.Text;
import dev.freshet.cli.wiring.ConfigWarnings;
import dev.freshet.cli.wiring.Wiring;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.embed.DocumentExtractor;
import dev.freshet.core.embed.Embedder;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.vector.Distance;
import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.core.vector.VectorTableSpec;
import dev.freshet.home.quarantine.ReasonGroup;
import dev.freshet.pipeline.landing.SourceAccess;
import dev.freshet.pipeline.run.ConfigCheck;
import dev.freshet.pipeline.sample.LandedSample;
import dev.freshet.pipeline.sample.SampleReport;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "validate",
    description = {
      "Checks the configuration, and that landing zone, model and vector table fit it.",
      "Reads some of what has landed and says what would become of it. Changes nothing."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:everything fits",
      "1:failed; the message says why",
      "2:the command line or the configuration is wrong",
      "3:what the configuration names does not fit, or nothing of what has landed could be indexed"
    })
public final class ValidateCommand implements Callable<Integer> {

  @Mixin PipelineFile file;
  @Mixin Output output;

  @Override
  public Integer call() {
    FreshetConfig config = file.read();
    ConfigCheck.requireUsable(config);
    ConfigWarnings known = new ConfigWarnings(config);
    List<String> findings = new ArrayList<>();
    checkLandingZone(config, findings);
    boolean landingReadable = findings.isEmpty();
    checkHome(config.home(), findings);
    findings.addAll(known.changedSinceLastRun());
    checkModelAndTable(config, findings);
    List<String> warnings = new ArrayList<>();
    known.unreachableObjective().ifPresent(warnings::add);
    warnings.addAll(known.changedBetweenRuns());
    @Nullable SampleReport sample = null;
    if (landingReadable) {
      LandedSample.Sampled sampled = sample(config);
      sample = sampled.report();
      warnings.addAll(known.of(sampled));
      if (sampled.nothingCouldBeIndexed()) {
        findings.add(nothing(sample));
      }
    }
    boolean valid = findings.isEmpty();
    output.print(new Validated(valid, config.name(), findings, warnings, sample));
    return valid ? ExitCode.OK : ExitCode.DIFFERENCES;
  }

  private static LandedSample.Sampled sample(FreshetConfig config) {
    try (DocumentExtractor extractor = new Wiring(config).openExtractor()) {
      return LandedSample.read(config, extractor);
    }
  }

  private static String nothing(SampleReport sample) {
    ReasonGroup first = sample.reasons().get(0);
    return "Cannot index any of the %s in %s that have landed. %s: %s"
        .formatted(
            Text.count(sample.rows(), "row"),
            Text.count(sample.sampled(), "file"),
            ReasonText.place(first.file(), first.line()),
            first.reason());
  }

  private static void checkLandingZone(FreshetConfig config, List<String> findings) {
    new SourceAccess(config).problem().map(Throwable::getMessage).ifPresent(findings::add);
  }

  private static void checkHome(Path home, List<String> findings) {
    Path existing = home.toAbsolutePath();
    while (existing != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    if (existing == null || !Files.isDirectory(existing) || !Files.isWritable(existing)) {
      findings.add(
          "Cannot use home "
              + home
              + ": "
              + existing
              + " is not a directory this user may write to. Give the user that right or fix home.");
    }
  }

  private static void checkModelAndTable(FreshetConfig config, List<String> findings) {
    Wiring wiring = new Wiring(config);
    wiring.openExtractor().close();
    try (Embedder embedder = wiring.openEmbedder()) {
      wiring.chunker(embedder);
      checkTable(wiring, config, embedder, findings);
    } catch (FreshetException e) {
      if (e.code() == ErrorCode.INVALID_CONFIG) {
        throw e;
      }
      findings.add(e.getMessage());
    }
  }

  private static void checkTable(
      Wiring wiring, FreshetConfig config, Embedder embedder, List<String> findings) {
    try (VectorTableReader reader = wiring.openReader()) {
      embedder.spec().requireMade(reader.spec());
      VectorTableSpec stored = reader.spec();
      if (stored.distance() != config.index().distance()) {
        findings.add(
            "Cannot use index.distance %s: the vector table was made for %s. Set it back."
                .formatted(spelling(config.index().distance()), spelling(stored.distance())));
      }
      if (!stored.metadataColumns().equals(config.document().metadata().names())) {
        findings.add(
            "Cannot use document.metadata %s: the vector table has the columns %s. Set it back."
                .formatted(config.document().metadata().names(), stored.metadataColumns()));
      }
    } catch (FreshetException e) {
      if (e.code() != ErrorCode.TABLE_NOT_FOUND) {
        throw e;
      }
    }
  }

  /** The value as the configuration spells it. */
  private static String spelling(Distance distance) {
    return distance.name().toLowerCase(Locale.ROOT);
  }

  /**
   * What was found.
   *
   * @param valid whether there are no findings
   * @param name of the pipeline
   * @param findings what does not fit and what to do about it
   * @param warnings what fits and is strange, and what to do about it
   * @param sample what would become of the rows that were looked at; null if the landing zone
   *     cannot be read
   */
  public record Validated(
      boolean valid,
      String name,
      List<String> findings,
      List<String> warnings,
      @Nullable SampleReport sample)
      implements Output.Answer {

    /** Copies the lists. */
    public Validated {
      findings = List.copyOf(findings);
      warnings = List.copyOf(warnings);
    }

    @Override
    public void print(PrintWriter out) {
      if (sample != null && sample.rows() > 0) {
        out.printf(
            Locale.ROOT,
            "%s landed, %,d looked at: %s, %,d fine, %,d for quarantine%n",
            Text.count(sample.files(), "file"),
            sample.sampled(),
            Text.count(sample.rows(), "row"),
            sample.fine(),
            sample.quarantined());
        new ReasonText(sample.reasons()).print(out);
      }
      warnings.forEach(warning -> out.println("warning: " + warning));
      findings.forEach(out::println);
      if (valid) {
        out.println(name + " is valid: landing zone, model and vector table fit");
      }
    }
  }
}
