package dev.freshet.core.embed;

/**
 * Counts of the calls to a model behind a service, since the model was opened.
 *
 * @param requests sent, including those that test whether one text causes a refusal
 * @param retries requests among them that repeat a failed one
 * @param throttled requests that were answered with "too many"; each is waited for
 * @param tokens of the texts that were answered with vectors: as the service counts them, where it
 *     says so, else as estimated
 * @param splits batches that were halved because the service refused them
 * @param circuitOpenings how often calls were suspended after failures in a row
 */
public record ServiceCounts(
    long requests, long retries, long throttled, long tokens, long splits, long circuitOpenings) {

  /** The counts of a model without a service. */
  public static final ServiceCounts NONE = new ServiceCounts(0, 0, 0, 0, 0, 0);
}
