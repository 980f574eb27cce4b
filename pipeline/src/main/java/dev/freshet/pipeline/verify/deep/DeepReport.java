package dev.freshet.pipeline.verify.deep;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the vector table compares with a replay of what landed.
 *
 * @param notReplayed why nothing was replayed; null if it was
 * @param replay what was replayed
 * @param differences by record
 * @param samples some of the differences, in words
 */
@JsonPropertyOrder({"notReplayed", "replay", "differences", "samples"})
public record DeepReport(
    @Nullable String notReplayed, Replayed replay, Differences differences, List<String> samples) {

  public DeepReport {
    samples = List.copyOf(samples);
  }

  /**
   * What was replayed.
   *
   * @param lines rows of Bronze
   * @param refused rows that are no valid event, or that say less than a record needs
   * @param refusedByPipeline of these, rows that are in quarantine although the replay could read
   *     them, such as rows of another change format than the configured one
   * @param records live records in the end
   * @param notCompared live records of which a column is encoded by a schema, or was left out by
   *     the connector when their key changed
   */
  public record Replayed(
      long lines, long refused, long refusedByPipeline, long records, long notCompared) {}

  /**
   * Records of which the vector table holds something else.
   *
   * @param missing live records without chunks, though they have a text
   * @param extra records with chunks that are gone, or never were
   * @param stale live records with other chunks than their text has
   */
  public record Differences(long missing, long extra, long stale) {}

  static DeepReport notReplayed(String why) {
    return new DeepReport(why, new Replayed(0, 0, 0, 0, 0), new Differences(0, 0, 0), List.of());
  }

  /** Whether no difference was found; also if nothing was replayed. */
  public boolean equal() {
    return differences.missing() + differences.extra() + differences.stale() == 0;
  }
}
