package dev.freshet.maintenance.policy;

import java.time.Duration;
import java.util.Locale;

/** Formats figures for reasons and explanations, the same way in every locale. */
final class InWords {

  private InWords() {}

  static String count(double count) {
    return String.format(Locale.ROOT, "%,d", Math.round(count));
  }

  /** Such as {@code 5.9 ms}; small ones with two significant digits. */
  static String millis(double millis) {
    String format = millis < 0.1 ? "%.3f ms" : millis < 1 ? "%.2f ms" : "%,.1f ms";
    return String.format(Locale.ROOT, format, millis);
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f %%", share * 100);
  }

  static String share(double share) {
    return String.format(Locale.ROOT, "%.2f", share);
  }

  /** Such as {@code 85 s}, {@code 12 min}, {@code 1.5 h}. */
  static String duration(Duration duration) {
    double seconds = duration.toMillis() / 1000.0;
    if (seconds < 120) {
      return String.format(Locale.ROOT, seconds < 10 ? "%.1f s" : "%.0f s", seconds);
    }
    return seconds < 7200
        ? String.format(Locale.ROOT, "%.0f min", seconds / 60)
        : String.format(Locale.ROOT, "%.1f h", seconds / 3600);
  }

  static String perSecond(double rows) {
    return String.format(Locale.ROOT, rows < 10 ? "%.1f rows/s" : "%,.0f rows/s", rows);
  }
}
