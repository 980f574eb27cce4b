package dev.freshet.server.dashboard;

import dev.freshet.home.report.HomeStatus;
import dev.freshet.server.canary.CanaryFigures;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The figures from which alerts are decided.
 *
 * @param status of the pipeline and its table
 * @param slo the objective for the p95 of the time from landing to queryable
 * @param maintained whether a process must maintain the table while the pipeline runs
 * @param recent the points of the last minutes, oldest first
 * @param catchUp the forecast of the backlog
 * @param canary of this server; empty without one
 */
record AlertFigures(
    HomeStatus status,
    Duration slo,
    boolean maintained,
    List<HistoryPoint> recent,
    CatchUp catchUp,
    Optional<CanaryFigures> canary) {

  boolean running() {
    return status.state().equals("running") || status.state().equals("retrying");
  }

  Optional<HistoryPoint> newest() {
    return recent.isEmpty() ? Optional.empty() : Optional.of(recent.get(recent.size() - 1));
  }

  /** By how much a counter grew within the time {@code window} before the newest point. */
  double growth(Series counter, Duration window) {
    if (recent.isEmpty()) {
      return 0;
    }
    HistoryPoint last = recent.get(recent.size() - 1);
    double grown = 0;
    for (int i = recent.size() - 1; i > 0; i--) {
      if (recent.get(i - 1).at().isBefore(last.at().minus(window))) {
        break;
      }
      grown += recent.get(i).since(recent.get(i - 1), counter);
    }
    return grown;
  }
}
