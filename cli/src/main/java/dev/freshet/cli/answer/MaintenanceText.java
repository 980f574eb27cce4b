package dev.freshet.cli.answer;

import dev.freshet.home.report.MaintenanceStatus;
import dev.freshet.home.report.StepRun;
import java.io.PrintWriter;
import java.util.Locale;

/** The maintenance part of {@code status} as text. */
record MaintenanceText(MaintenanceStatus maintenance) {

  void print(PrintWriter out) {
    Status.row(
        out,
        "maintenance",
        "%s%s%s; %,d bytes reclaimed, %s, %s waited for the lease%s",
        maintenance.state(),
        maintenance.pid() == null ? "" : " (pid " + maintenance.pid() + ")",
        maintenance.doing() == null ? "" : " " + maintenance.doing(),
        maintenance.reclaimedBytes(),
        Text.count(maintenance.conflicts(), "conflict"),
        Text.millis(maintenance.leaseWaitMs()),
        maintenance.recall() == null
            ? ""
            : String.format(Locale.ROOT, "; recall %.3f", maintenance.recall()));
    if (maintenance.search() != null) {
      Status.row(out, "", "%s", Optimized.inWords(maintenance.search()));
    }
    if (maintenance.content() != null) {
      for (String damaged : maintenance.content().damaged()) {
        Status.row(out, "", "damaged: %s", damaged);
      }
    }
    maintenance
        .steps()
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
    if (!maintenance.lastRuns().isEmpty()) {
      StepRun last = maintenance.lastRuns().get(0);
      Status.row(out, "", "last: %s at %s", Optimized.line(last), last.startedAt());
    }
  }
}
