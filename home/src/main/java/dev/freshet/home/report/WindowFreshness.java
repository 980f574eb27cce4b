package dev.freshet.home.report;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Landed to queryable of the files that became queryable within a window.
 *
 * @param window label of the {@link FreshnessWindow}
 * @param files how many files; while there are none, nothing is known of freshness
 * @param terms at the percentiles; null without files
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record WindowFreshness(String window, long files, @Nullable Terms terms) {

  /**
   * Terms at the percentiles: the means of the files whose time is that of the percentile, to 3 of
   * 100. The sum of the terms is the percentile.
   *
   * @param p50 of the median
   * @param p95 of the p95
   * @param p99 of the p99
   */
  public record Terms(FreshnessTerms p50, FreshnessTerms p95, FreshnessTerms p99) {}

  /** A window in which no file became queryable. */
  public static WindowFreshness none(FreshnessWindow window) {
    return new WindowFreshness(window.label(), 0, null);
  }

  /** The figures of a window among those of a report. */
  static WindowFreshness in(List<WindowFreshness> windows, FreshnessWindow window) {
    return windows.stream()
        .filter(known -> known.window().equals(window.label()))
        .findFirst()
        .orElseGet(() -> none(window));
  }
}
