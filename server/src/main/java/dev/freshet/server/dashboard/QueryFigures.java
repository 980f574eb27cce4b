package dev.freshet.server.dashboard;

import dev.freshet.home.report.Percentiles;

/**
 * What a server did for those who search, since it started.
 *
 * @param answered searches with an answer
 * @param failed searches that ended in an error of the server (5xx), those that were shed not
 *     included
 * @param shed searches that were turned away because too much waited (429 and 503)
 * @param latency of answered searches over the last minutes, waiting included
 */
public record QueryFigures(long answered, long failed, long shed, Percentiles latency) {

  /** Nobody asked anything yet. */
  public static final QueryFigures NONE = new QueryFigures(0, 0, 0, new Percentiles(0, 0, 0, 0));
}
