package dev.freshet.pipeline.verify;

import java.util.List;

/**
 * How the vector table compares with Gold, and the layers with each other.
 *
 * @param records live records of Gold
 * @param chunks chunks they must have
 * @param missing chunks the vector table lacks
 * @param extra chunks of records that are gone, or beyond the end of their document
 * @param stale chunks with another version, text or embedding fingerprint than they must have
 * @param duplicate rows whose chunk is in the table more than once
 * @param bronze rows of Bronze, of batches in the ledger
 * @param silver rows of Silver, of batches in the ledger
 * @param unreadable quarantine rows of lines that are no valid event, of batches in the ledger
 * @param unaccounted lines that are in Bronze and neither in Silver nor in quarantine, or there and
 *     not in Bronze, counted file by file
 * @param samples some of the differences, in words
 */
public record VerifyReport(
    long records,
    long chunks,
    long missing,
    long extra,
    long stale,
    long duplicate,
    long bronze,
    long silver,
    long unreadable,
    long unaccounted,
    List<String> samples) {

  public VerifyReport {
    samples = List.copyOf(samples);
  }

  /**
   * Whether the vector table holds exactly what Gold says, and every Bronze row is accounted for,
   * which implies {@code bronze == silver + unreadable}.
   */
  public boolean equal() {
    return missing + extra + stale + duplicate + unaccounted == 0;
  }
}
