package dev.freshet.pipeline.sample;

import dev.freshet.home.quarantine.ReasonGroup;
import java.util.List;

/**
 * What would become of the rows of some landed files.
 *
 * @param files that the source would read
 * @param leftOut entries of the landing zone that it does not read
 * @param sampled files that were looked at, from the beginning of each
 * @param rows in what was looked at; a file that cannot be read is a row
 * @param fine rows that could be read
 * @param quarantined rows that would go to quarantine
 * @param reasons why, the most frequent first
 */
public record SampleReport(
    int files,
    int leftOut,
    int sampled,
    long rows,
    long fine,
    long quarantined,
    List<ReasonGroup> reasons) {

  /** Copies the reasons. */
  public SampleReport {
    reasons = List.copyOf(reasons);
  }
}
