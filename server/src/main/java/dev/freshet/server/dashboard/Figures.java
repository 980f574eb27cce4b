package dev.freshet.server.dashboard;

import dev.freshet.home.report.HomeStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What alerts are decided from.
 *
 * @param status of the pipeline and its table
 * @param slo time from landing to queryable that 95 of 100 changes are to stay below
 * @param maintained whether a pipeline that runs is to be accompanied by maintenance
 * @param recent samples of the last minutes, oldest first
 * @param catchUp what is to be expected of the backlog
 */
record Figures(
    HomeStatus status, Duration slo, boolean maintained, List<Sample> recent, CatchUp catchUp) {

  boolean running() {
    return status.state().equals("running") || status.state().equals("retrying");
  }

  Optional<Sample> newest() {
    return recent.isEmpty() ? Optional.empty() : Optional.of(recent.get(recent.size() - 1));
  }

  /** By how much a counter grew within a time before the newest sample. */
  double growth(Series counter, Duration window) {
    if (recent.isEmpty()) {
      return 0;
    }
    Sample last = recent.get(recent.size() - 1);
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
