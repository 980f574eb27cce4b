package dev.freshet.cli.demo;

import dev.freshet.cli.answer.Output;
import dev.freshet.cli.answer.Text;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What the demo showed, and what to try next.
 *
 * @param files that landed
 * @param rows in them
 * @param batches that were committed
 * @param records that are searchable in the end
 * @param p50Ms landed to queryable, half of the files
 * @param p95Ms landed to queryable, 95 of 100 files
 * @param equal whether {@code verify} found the index to hold exactly what landed
 * @param config the pipeline's file
 */
record DemoAnswer(
    long files,
    long rows,
    long batches,
    long records,
    double p50Ms,
    double p95Ms,
    boolean equal,
    Path config)
    implements Output.Answer {

  static DemoAnswer of(DemoShow.Outcome outcome, Path config) {
    return new DemoAnswer(
        outcome.run().files(),
        outcome.run().rows(),
        outcome.run().batches(),
        outcome.run().records(),
        outcome.freshness().p50Ms(),
        outcome.freshness().p95Ms(),
        outcome.verified().equal(),
        config);
  }

  @Override
  public void print(PrintWriter out) {
    out.println();
    out.printf(
        Locale.ROOT, "landed      %,d changes in %,d files, %,d batches%n", rows, files, batches);
    out.printf(
        Locale.ROOT,
        "freshness   landed to queryable p50 %s, p95 %s, the cold start included%n",
        Text.millis(p50Ms),
        Text.millis(p95Ms));
    out.printf(
        Locale.ROOT,
        "verify      %s: %,d records, compared chunk by chunk with what landed%n",
        equal ? "equal" : "NOT EQUAL",
        records);
    out.println();
    out.println("Try next:");
    out.println("  ./freshet search \"copy a directory\" -f " + config);
    out.println("  ./freshet search \"copy a directory\" --filter \"kind = 'class'\" -f " + config);
    out.println("  ./freshet status -f " + config);
    out.println("  ./freshet verify -f " + config);
    out.println("  ./freshet init my-pipeline     then edit my-pipeline/pipeline.yaml");
  }
}
