package dev.freshet.core.embed;

/**
 * What calls to a model that somebody else runs came to, since it was opened.
 *
 * @param requests sent, those that try out whether a text is to blame included
 * @param retries requests among them that repeat one which met trouble
 * @param throttled requests that were answered with "too many"; each is waited for
 * @param tokens of the texts that were answered with vectors: as the service counts them, where it
 *     says so, else as estimated
 * @param splits batches that were halved because the service refused them
 * @param circuitOpenings how often calls began to be held back after failures in a row
 */
public record ServiceCounts(
    long requests, long retries, long throttled, long tokens, long splits, long circuitOpenings) {

  /** Of a model that no service runs. */
  public static final ServiceCounts NONE = new ServiceCounts(0, 0, 0, 0, 0, 0);
}
