package dev.freshet.cli.answer;

import dev.freshet.home.report.MaintenanceStatus;
import dev.freshet.home.report.StepRun;
import java.io.PrintWriter;
import java.util.Locale;

/** What {@code status} says of maintenance, as text. */
final class MaintenanceText {

  private MaintenanceText() {}

  static void print(PrintWriter out, MaintenanceStatus told) {
    Status.row(
        out,
        "maintenance",
        "%s%s%s; %,d bytes reclaimed, %s, %s waited for the lease%s",
        told.state(),
        told.pid() == null ? "" : " (pid " + told.pid() + ")",
        told.doing() == null ? "" : " " + told.doing(),
        told.reclaimedBytes(),
        Text.count(told.conflicts(), "conflict"),
        Text.millis(told.leaseWaitMs()),
        told.recall() == null ? "" : String.format(Locale.ROOT, "; recall %.3f", told.recall()));
    if (told.search() != null) {
      Status.row(out, "", "%s", Optimized.inWords(told.search()));
    }
    told.steps()
        .forEach(
            (kind, step) ->
                Status.row(
                    out,
                    "",
                    "%-17s %s done%s%s",
                    kind,
                    Text.count(step.done(), "run"),
                    step.wasted() == 0 ? "" : ", " + step.wasted() + " wasted",
                    step.p95Ms() == null ? "" : ", p95 " + Text.millis(step.p95Ms())));
    if (!told.lastRuns().isEmpty()) {
      StepRun last = told.lastRuns().get(0);
      Status.row(out, "", "last: %s at %s", Optimized.line(last), last.startedAt());
    }
  }
}
