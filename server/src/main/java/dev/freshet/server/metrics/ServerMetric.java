package dev.freshet.server.metrics;

import dev.freshet.home.metric.PipelineMetric.Kind;

/** Every meter of the server itself. Names are stable; all start with its process. */
public enum ServerMetric {
  REQUESTS(
      "freshet.server.request",
      Kind.TIMER,
      "seconds",
      "Time to answer a request, by `path` and class of `status`; 499 is a caller who left."),
  PROBLEMS(
      "freshet.server.problems",
      Kind.COUNTER,
      "requests",
      "Requests, and searches within them, that ended in a problem, by `path` and its `code`:"
          + " `OVERLOADED` was shed, `TIMED_OUT` took too long, `NOT_FRESH_ENOUGH` waited in vain."),
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
      "How long ago everything landed that a search surely sees; not a number while nothing was"
          + " committed.");

  private final String meterName;
  private final Kind kind;
  private final String unit;
  private final String doc;

  ServerMetric(String meterName, Kind kind, String unit, String doc) {
    this.meterName = meterName;
    this.kind = kind;
    this.unit = unit;
    this.doc = doc;
  }

  public String meterName() {
    return meterName;
  }

  public Kind kind() {
    return kind;
  }

  public String unit() {
    return unit;
  }

  public String doc() {
    return doc;
  }
}
