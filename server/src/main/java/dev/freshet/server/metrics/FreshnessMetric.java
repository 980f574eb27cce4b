package dev.freshet.server.metrics;

import dev.freshet.home.metric.Metric;

/** Freshness by window and by term, as the pipeline reports it; all are gauges. */
enum FreshnessMetric implements Metric {
  FILES(
      "freshet.freshness.window.files",
      "files",
      "Files that became queryable within the `window`, from which its percentiles are made."),
  PERCENTILE(
      "freshet.freshness.window",
      "seconds",
      "From a file's landing to its records being found by a search, at the `percentile` of the"
          + " `window`; not a number while no file became queryable in it."),
  TERM(
      "freshet.freshness.term",
      "seconds",
      "The part of that time that is spent in the `term`; the seven terms of a `window` and a"
          + " `percentile` add up to it.");

  private final Description description;

  FreshnessMetric(String name, String unit, String doc) {
    this.description = new Description(name, Kind.GAUGE, unit, doc);
  }

  @Override
  public Description description() {
    return description;
  }
}
