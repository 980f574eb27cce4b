package dev.freshet.cli.demo;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.freshet.cli.answer.Output;
import dev.freshet.cli.answer.Text;
import dev.freshet.home.report.WindowFreshness;
import dev.freshet.pipeline.run.RunSummary;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the demo showed, and what to try next.
 *
 * @param landed what landed
 * @param freshness from landed to queryable
 * @param equal whether {@code verify --deep} found the index to hold exactly what landed
 * @param config the pipeline's file
 */
@JsonPropertyOrder({"landed", "freshness", "equal", "config"})
public record DemoAnswer(
    @JsonUnwrapped Landed landed, @JsonUnwrapped Delays freshness, boolean equal, Path config)
    implements Output.Answer {

  /**
   * What landed during the demo.
   *
   * @param files that landed
   * @param rows in them
   * @param batches that were committed
   * @param records that are searchable in the end
   */
  public record Landed(long files, long rows, long batches, long records) {}

  /**
   * How long it took from landed to queryable.
   *
   * @param p50Ms landed to queryable, half of the files; null while none is
   * @param p95Ms landed to queryable, 95 of 100 files; null while none is
   * @param window of the files, before the end of the demo
   * @param terms the seven terms of each percentile, which add up to it; null as the percentiles
   */
  public record Delays(
      @Nullable Double p50Ms,
      @Nullable Double p95Ms,
      String window,
      WindowFreshness.@Nullable Terms terms) {

    private static Delays of(WindowFreshness freshness) {
      WindowFreshness.Terms terms = freshness.terms();
      return new Delays(
          terms == null ? null : terms.p50().totalMillis(),
          terms == null ? null : terms.p95().totalMillis(),
          freshness.window(),
          terms);
    }
  }

  static DemoAnswer of(DemoShow.Outcome outcome, Path config) {
    RunSummary run = outcome.run();
    return new DemoAnswer(
        new Landed(run.files(), run.rows(), run.batches(), run.records()),
        Delays.of(outcome.freshness()),
        outcome.equal(),
        config);
  }

  private String landedToQueryable() {
    return freshness.terms() == null
        ? "no file became queryable within " + freshness.window()
        : "landed to queryable within the last %s: p50 %s, p95 %s%n            p95: %s"
            .formatted(
                freshness.window(),
                Text.millis(freshness.terms().p50().totalMillis()),
                Text.millis(freshness.terms().p95().totalMillis()),
                Text.terms(freshness.terms().p95()));
  }

  @Override
  public void print(PrintWriter out) {
    out.println();
    out.printf(
        Locale.ROOT,
        "landed      %,d changes in %,d files, %,d batches%n",
        landed.rows(),
        landed.files(),
        landed.batches());
    out.printf("freshness   %s%n", landedToQueryable());
    out.printf(
        Locale.ROOT,
        "verify      %s: %,d records, compared with a replay of what landed%n",
        equal ? "equal" : "NOT EQUAL",
        landed.records());
    out.println();
    out.println("Try next:");
    out.println("  ./freshet search \"copy a directory\" -f " + config);
    out.println("  ./freshet search \"copy a directory\" --filter \"kind = 'class'\" -f " + config);
    out.println("  ./freshet status -f " + config);
    out.println("  ./freshet verify --deep -f " + config);
    out.println("  ./freshet init my-pipeline     then edit my-pipeline/pipeline.yaml");
  }
}
