package dev.freshet.cli.demo;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.freshet.cli.answer.Output;
import dev.freshet.cli.answer.Text;
import dev.freshet.home.report.Percentiles;
import dev.freshet.pipeline.run.RunSummary;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;

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
   * @param p50Ms landed to queryable, half of the files
   * @param p95Ms landed to queryable, 95 of 100 files
   */
  public record Delays(double p50Ms, double p95Ms) {}

  static DemoAnswer of(DemoShow.Outcome outcome, Path config) {
    RunSummary run = outcome.run();
    Percentiles freshness = outcome.freshness();
    return new DemoAnswer(
        new Landed(run.files(), run.rows(), run.batches(), run.records()),
        new Delays(freshness.p50Ms(), freshness.p95Ms()),
        outcome.equal(),
        config);
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
    out.printf(
        Locale.ROOT,
        "freshness   landed to queryable p50 %s, p95 %s, the cold start included%n",
        Text.millis(freshness.p50Ms()),
        Text.millis(freshness.p95Ms()));
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
