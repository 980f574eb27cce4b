package dev.freshet.cli.answer;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.freshet.pipeline.admission.SizeTiming;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/**
 * The answer of {@code profile}.
 *
 * @param measurement of the model
 * @param advice what to configure, and why
 * @param warnings what to know before relying on it
 * @param change of the configuration
 */
@JsonPropertyOrder({"measurement", "advice", "warnings", "change"})
public record Profile(
    @JsonUnwrapped Measurement measurement,
    Advice advice,
    List<String> warnings,
    @JsonUnwrapped Change change)
    implements Output.Answer {

  /**
   * What was measured.
   *
   * @param model that was measured
   * @param sample what it was measured with
   * @param sizes what batches of texts took, the smallest first
   * @param fit the line through their medians
   */
  public record Measurement(String model, Sample sample, List<SizeTiming> sizes, Fit fit) {}

  /**
   * What was done to the configuration.
   *
   * @param applied whether the configuration was changed
   * @param diff lines of the configuration that changed: removed ones behind {@code "- "}, added
   *     ones behind {@code "+ "}
   */
  public record Change(boolean applied, List<String> diff) {}

  /**
   * What was measured with.
   *
   * @param landed whether the texts are chunks of landed files; built-in ones otherwise
   * @param files landed files that were looked at
   * @param texts different texts
   * @param tokensPerFileP95 tokens that 95 of 100 of the files stay below; of the texts where there
   *     are no files
   */
  public record Sample(boolean landed, int files, int texts, long tokensPerFileP95) {}

  /**
   * Seconds by tokens, as a straight line.
   *
   * @param fixedMs what a call takes however short the texts
   * @param microsPerToken what each token adds
   * @param tokensPerSecond its inverse
   * @param rSquared share of the variance the line explains; below 0.97 is too unsteady
   * @param calls that were measured
   */
  public record Fit(
      double fixedMs, double microsPerToken, double tokensPerSecond, double rSquared, int calls) {}

  /**
   * What to set in the section {@code pipeline}.
   *
   * @param trigger as it would be written
   * @param maxFilesPerTrigger a number, or auto where no file has landed
   * @param maxTokensPerTrigger a number
   * @param embedMs time to embed a batch of so many files or tokens; the trigger is at least 1.5
   *     times of it
   * @param reasons why, one for each
   */
  public record Advice(
      String trigger,
      String maxFilesPerTrigger,
      long maxTokensPerTrigger,
      double embedMs,
      List<String> reasons) {}

  @Override
  public void print(PrintWriter out) {
    Sample sample = measurement.sample();
    Fit fit = measurement.fit();
    out.printf(
        Locale.ROOT,
        "model %s, measured with %s%n%n",
        measurement.model(),
        sample.landed()
            ? Text.count(sample.texts(), "text")
                + " of "
                + Text.count(sample.files(), "landed file")
            : "built-in texts, since no text has landed");
    out.println("  texts   tokens     median    fastest    slowest");
    for (SizeTiming size : measurement.sizes()) {
      out.printf(
          Locale.ROOT,
          "%7d %8d %7.1f ms %7.1f ms %7.1f ms%n",
          size.texts(),
          size.tokens(),
          size.medianMs(),
          size.fastestMs(),
          size.slowestMs());
    }
    out.printf(
        Locale.ROOT,
        "%ntime = %.1f ms + %.1f us x tokens, %,.0f tokens/s, R2 %.3f%n%n",
        fit.fixedMs(),
        fit.microsPerToken(),
        fit.tokensPerSecond(),
        fit.rSquared());
    out.println("pipeline:");
    out.println("  trigger: " + advice.trigger());
    out.println("  max-files-per-trigger: " + advice.maxFilesPerTrigger());
    out.println("  max-tokens-per-trigger: " + advice.maxTokensPerTrigger());
    out.println();
    advice.reasons().forEach(out::println);
    warnings.forEach(warning -> out.println("Note: " + warning));
    if (change.applied()) {
      out.println();
      out.println(change.diff().isEmpty() ? "the configuration says so already" : "changed:");
      change.diff().forEach(out::println);
    }
  }
}
