package dev.freshet.cli.answer;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.freshet.home.report.HomeStatus;
import dev.freshet.home.report.MaintenanceStatus;
import dev.freshet.home.report.RunStatus;
import java.io.PrintWriter;
import java.util.Locale;

/**
 * The answer of {@code status}.
 *
 * @param home state of the pipeline, read from its home
 */
public record Status(@JsonUnwrapped HomeStatus home) implements Output.Answer {

  @Override
  public void print(PrintWriter out) {
    HomeStatus.Landed freshness = home.freshness();
    RunStatus.Backlog backlog = home.backlog();
    RunStatus.Admission admission = home.admission();
    RunStatus.LastBatch lastBatch = home.lastBatch();
    HomeStatus.Table table = home.table();
    MaintenanceStatus maintenance = home.maintenance();
    row(
        out,
        "pipeline",
        "%s, %s%s",
        home.name(),
        home.state(),
        home.pid() == null ? "" : " (pid " + home.pid() + ")");
    row(out, "records", "%,d in %,d chunks", home.records(), home.chunks());
    row(out, "quarantined", "%,d rows", home.quarantined());
    row(out, "stale", "%,d events", home.stale());
    printFreshness(out, freshness);
    row(out, "as of", "%s", freshness.asOf() == null ? "never" : freshness.asOf());
    row(out, "backlog", "%,d files, %,d bytes", backlog.files(), backlog.bytes());
    if (admission != null) {
      row(
          out,
          "admission",
          "%,d bytes a batch, %s%s; model embeds %,.0f tokens/s, %.0f per KiB landed",
          admission.bytes(),
          Text.millis(admission.targetMs()),
          admission.catchingUp() ? " to catch up" : "",
          admission.tokensPerSecond(),
          1024 * admission.tokensPerByte());
    }
    if (lastBatch != null) {
      row(
          out,
          "last batch",
          "%s: %,d rows of %,d files; embed %d ms, write %d ms, commit %d ms",
          lastBatch.id(),
          lastBatch.rows(),
          lastBatch.files(),
          lastBatch.embedMs(),
          lastBatch.writeMs(),
          lastBatch.commitMs());
    }
    if (table == null) {
      row(out, "table", "not there yet: start `run` and land a file");
    } else {
      row(
          out,
          "table",
          "version %d, %,d fragments, %,d rows, %,d unindexed, %s",
          table.version(),
          table.fragments(),
          table.rows(),
          table.unindexedRows(),
          table.indexType() == null
              ? "no index yet"
              : table.indexType() + " with " + table.deltaSegments() + " delta segments");
    }
    if (maintenance != null) {
      new MaintenanceText(maintenance).print(out);
    }
  }

  private static void printFreshness(PrintWriter out, HomeStatus.Landed freshness) {
    if (freshness.terms() == null) {
      row(out, "freshness", "no file became queryable within %s", freshness.window());
      return;
    }
    row(
        out,
        "freshness",
        "landed to queryable p50 %s, p95 %s, p99 %s; %s within %s",
        Text.millis(freshness.p50Ms()),
        Text.millis(freshness.p95Ms()),
        Text.millis(freshness.p99Ms()),
        Text.count(freshness.files(), "file"),
        freshness.window());
    row(out, "  of p50", "%s", Text.terms(freshness.terms().p50()));
    row(out, "  of p95", "%s", Text.terms(freshness.terms().p95()));
  }

  /** A line of the answer as text. */
  static void row(PrintWriter out, String label, String format, Object... values) {
    out.println(String.format("%-12s", label) + String.format(Locale.ROOT, format, values));
  }
}
