package dev.freshet.pipeline.verify;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;

/**
 * How the vector table compares with Gold, and the layers with each other. As JSON it is one flat
 * object.
 *
 * @param records live records of Gold
 * @param chunks the vector table compared with Gold
 * @param lines the layers compared with each other
 * @param samples some of the differences, in words
 */
@JsonPropertyOrder({"records", "chunks", "lines", "samples"})
public record VerifyReport(
    long records,
    @JsonUnwrapped ChunkCheck chunks,
    @JsonUnwrapped LineCheck lines,
    List<String> samples) {

  public VerifyReport {
    samples = List.copyOf(samples);
  }

  /**
   * The vector table compared with Gold.
   *
   * @param expected chunks that the live records must have
   * @param missing chunks the vector table lacks
   * @param extra chunks of records that are gone, or beyond the end of their document
   * @param stale chunks with another version, text or embedding fingerprint than they must have
   * @param duplicate rows whose chunk is in the table more than once
   */
  @JsonPropertyOrder({"chunks", "missing", "extra", "stale", "duplicate"})
  public record ChunkCheck(
      @JsonProperty("chunks") long expected, long missing, long extra, long stale, long duplicate) {

    private long differences() {
      return missing + extra + stale + duplicate;
    }
  }

  /**
   * The layers compared with each other, over the batches in the ledger.
   *
   * @param bronze rows of Bronze
   * @param silver rows of Silver
   * @param unreadable quarantine rows of lines that are no valid event
   * @param unaccounted lines that are in Bronze and neither in Silver nor in quarantine, or there
   *     and not in Bronze, counted file by file
   * @param missingBatches batches that a layer lacks as a whole
   */
  @JsonPropertyOrder({"bronze", "silver", "unreadable", "unaccounted", "missingBatches"})
  public record LineCheck(
      long bronze, long silver, long unreadable, long unaccounted, long missingBatches) {}

  /**
   * Whether the vector table holds exactly what Gold says, and every Bronze row is accounted for,
   * which implies {@code bronze == silver + unreadable}.
   */
  public boolean equal() {
    return chunks.differences() + lines.unaccounted() + lines.missingBatches() == 0;
  }
}
