package dev.freshet.cli.verb;

import dev.freshet.cli.answer.ExitCode;
import dev.freshet.cli.answer.Output;
import dev.freshet.cli.wiring.Wiring;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.embed.Embedder;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.vector.Distance;
import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.core.vector.VectorTableSpec;
import dev.freshet.pipeline.run.ConfigCheck;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "validate",
    description = "Checks the configuration, and that landing zone, model and vector table fit it.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:everything fits",
      "1:failed; the message says why",
      "2:the command line or the configuration is wrong",
      "3:what the configuration names does not fit"
    })
public final class ValidateCommand implements Callable<Integer> {

  @Mixin PipelineFile file;
  @Mixin Output output;

  @Override
  public Integer call() {
    FreshetConfig config = file.read();
    ConfigCheck.requireUsable(config);
    List<String> findings = new ArrayList<>();
    checkLandingZone(config, findings);
    checkHome(config.home(), findings);
    checkModelAndTable(config, findings);
    output.print(new Validated(findings.isEmpty(), config.name(), findings));
    return findings.isEmpty() ? ExitCode.OK : ExitCode.DIFFERENCES;
  }

  private static void checkLandingZone(FreshetConfig config, List<String> findings) {
    Path landing = config.source().path();
    if (!Files.isDirectory(landing)) {
      findings.add(
          "Cannot read the landing zone "
              + landing
              + ": it is not a directory. Create it or fix source.path.");
    } else if (!Files.isReadable(landing) || !Files.isExecutable(landing)) {
      findings.add(
          "Cannot read the landing zone "
              + landing
              + ": this user may not list it. Give the user that right.");
    }
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
   */
  public record Validated(boolean valid, String name, List<String> findings)
      implements Output.Answer {

    @Override
    public void print(PrintWriter out) {
      findings.forEach(out::println);
      if (valid) {
        out.println(name + " is valid: landing zone, model and vector table fit");
      }
    }
  }
}
