package dev.freshet.server.dashboard;

import dev.freshet.home.report.Percentiles;

/**
 * The searches of a server since it started.
 *
 * @param answered how many were answered
 * @param failed how many ended in an error of the server (5xx), refused ones not included
 * @param shed how many were refused because too many waited (429 and 503)
 * @param latency of answered searches over the last minutes, waiting included
 */
public record QueryFigures(long answered, long failed, long shed, Percentiles latency) {

  /** There was no search yet. */
  public static final QueryFigures NONE = new QueryFigures(0, 0, 0, new Percentiles(0, 0, 0, 0));
}
