package dev.freshet.server.metrics;

import dev.freshet.home.metric.Metric;

/** The metrics of the server itself; counters and timers start at zero with its process. */
public enum ServerMetric implements Metric {
  REQUESTS(
      "freshet.server.request",
      Kind.TIMER,
      "seconds",
      "Time to answer a request, by `path` and class of `status`; 499 is a caller that hung up."),
  PROBLEMS(
      "freshet.server.problems",
      Kind.COUNTER,
      "requests",
      "Requests, and searches within them, that ended in a problem, by `path` and its `code`:"
          + " `OVERLOADED` was rejected for load, `TIMED_OUT` took too long, `NOT_FRESH_ENOUGH` waited in vain."),
  FRESHNESS_WAITS(
      "freshet.server.freshness.wait",
      Kind.TIMER,
      "seconds",
      "Time that searches waited for a freshness they asked for, those included that waited in"
          + " vain."),
  WAITING(
      "freshet.server.queue.waiting", Kind.GAUGE, "searches", "Searches that wait for a worker."),
  CONNECTIONS("freshet.server.connections", Kind.GAUGE, "connections", "Open connections."),
  TABLE_OPEN(
      "freshet.server.table.open",
      Kind.GAUGE,
      "flag",
      "1 while there is a vector table to search, else 0."),
  TABLE_VERSION(
      "freshet.server.table.version",
      Kind.GAUGE,
      "versions",
      "Version of the vector table that a search sees; not a number without a table."),
  LAG(
      "freshet.server.freshness.lag",
      Kind.GAUGE,
      "seconds",
      "Age of the moment before which everything that landed is found by a search; not a number"
          + " while nothing was committed."),
  CANARY(
      "freshet.canary.queryable",
      Kind.TIMER,
      "seconds",
      "From the landing of a canary record to the search that found it; see `serve.canary.every`."),
  CANARY_PENDING(
      "freshet.canary.pending",
      Kind.GAUGE,
      "seconds",
      "How long the oldest canary record that was not found has been in the landing zone; 0 if all were"
          + " found, not a number without a canary."),
  CANARY_BLOCKED(
      "freshet.canary.blocked",
      Kind.GAUGE,
      "flag",
      "1 while no canary record can be landed, else 0; not a number without a canary.");

  private final Description description;

  ServerMetric(String name, Kind kind, String unit, String doc) {
    this.description = new Description(name, kind, unit, doc);
  }

  @Override
  public Description description() {
    return description;
  }
}
