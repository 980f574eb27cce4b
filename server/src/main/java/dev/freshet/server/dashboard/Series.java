package dev.freshet.server.dashboard;

/** The figures that a history keeps, with their names in JSON. */
enum Series {
  FRESHNESS_P50("freshnessP50Ms"),
  FRESHNESS_P95("freshnessP95Ms"),
  FRESHNESS_P99("freshnessP99Ms"),
  LAG("lagMs"),
  BACKLOG_FILES("backlogFiles"),
  BACKLOG_BYTES("backlogBytes"),
  /** Counted since the pipeline started. */
  PROCESSED_BYTES("processedBytes"),
  /** Counted since the pipeline started. */
  QUARANTINED_ROWS("quarantinedRows"),
  /** Counted since the pipeline started. */
  ACCEPTED_CHANGES("acceptedChanges"),
  /** Counted since the pipeline started. */
  STALE_EVENTS("staleEvents"),
  /** Counted since the pipeline started. */
  BACKWARDS_EVENTS("backwardsEvents"),
  TAIL_ROWS("tailRows"),
  FRAGMENTS("fragments"),
  RECALL("recall"),
  QUERIES_PER_SECOND("queriesPerSecond"),
  QUERY_P50("queryP50Ms"),
  QUERY_P95("queryP95Ms"),
  QUERY_P99("queryP99Ms"),
  /** Counted since the server started. */
  QUERIES_ANSWERED("queriesAnswered"),
  /** Counted since the server started. */
  QUERIES_FAILED("queriesFailed"),
  /** Counted since the server started. */
  QUERIES_SHED("queriesShed");

  private final String label;

  Series(String label) {
    this.label = label;
  }

  /** The name in JSON. */
  String label() {
    return label;
  }
}
