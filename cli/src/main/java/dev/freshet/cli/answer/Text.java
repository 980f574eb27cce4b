package dev.freshet.cli.answer;

import dev.freshet.home.report.FreshnessTerm;
import dev.freshet.home.report.FreshnessTerms;
import dev.freshet.home.report.WindowFreshness;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Figures and texts as the answers of the verbs print them. */
public final class Text {

  private Text() {}

  /** Such as {@code p50 310 ms, p95 420 ms (5m)}. */
  public static String freshness(WindowFreshness freshness) {
    WindowFreshness.Terms terms = freshness.terms();
    return terms == null
        ? "no file within " + freshness.window()
        : "p50 "
            + millis(terms.p50().totalMillis())
            + ", p95 "
            + millis(terms.p95().totalMillis())
            + " ("
            + freshness.window()
            + ")";
  }

  /** Such as {@code detection 3 ms, queueing 12 ms} and so on. */
  public static String terms(FreshnessTerms terms) {
    return Arrays.stream(FreshnessTerm.values())
        .map(term -> term.label() + " " + millis(terms.millis(term)))
        .collect(Collectors.joining(", "));
  }

  /** Such as {@code 310 ms} or {@code 12.4 s}. */
  public static String millis(double millis) {
    return millis < 10_000
        ? String.format(Locale.ROOT, "%.0f ms", millis)
        : String.format(Locale.ROOT, "%,.1f s", millis / 1000);
  }

  /** Such as {@code 1 file}, {@code 1,200 files} or {@code 3 batches}. */
  public static String count(long number, String noun) {
    String plural = noun.endsWith("ch") ? "es" : "s";
    return String.format(Locale.ROOT, "%,d %s%s", number, noun, number == 1 ? "" : plural);
  }

  /** As {@link #millis}. */
  public static String duration(Duration duration) {
    return millis(duration.toMillis());
  }

  /**
   * Text of others for a terminal: a control character, which could change what is shown, is
   * replaced by {@code \uFFFD}.
   */
  public static String printable(String text) {
    return text.replaceAll("[\\p{Cc}\\p{Cf}&&[^\n\t\u200C\u200D]]", "\uFFFD");
  }

  /** One line of at most {@code length} characters. */
  public static String oneLine(String text, int length) {
    String line = text.strip().replaceAll("\\s+", " ");
    if (line.length() <= length) {
      return line;
    }
    boolean splitsPair = Character.isHighSurrogate(line.charAt(length - 2));
    return line.substring(0, splitsPair ? length - 2 : length - 1) + "…";
  }
}
