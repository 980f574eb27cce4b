package dev.freshet.home.report;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The times before now over which freshness is told. */
public enum FreshnessWindow {
  MINUTE("1m", "last minute", Duration.ofMinutes(1)),
  FIVE_MINUTES("5m", "last five minutes", Duration.ofMinutes(5)),
  QUARTER_HOUR("15m", "last 15 minutes", Duration.ofMinutes(15)),
  HOUR("1h", "last hour", Duration.ofHours(1));

  /** The default. */
  public static final FreshnessWindow DEFAULT = FIVE_MINUTES;

  private final String label;
  private final String words;
  private final Duration length;

  FreshnessWindow(String label, String words, Duration length) {
    this.label = label;
    this.words = words;
    this.length = length;
  }

  /** The stable name in answers, options and metrics, such as {@code 5m}. */
  public String label() {
    return label;
  }

  /** The name in a sentence, such as {@code last five minutes}. */
  public String words() {
    return words;
  }

  /** How long it is. */
  public Duration length() {
    return length;
  }

  /** The window with a label; empty if there is none. */
  public static Optional<FreshnessWindow> labelled(String label) {
    return Arrays.stream(values()).filter(window -> window.label.equals(label)).findFirst();
  }

  /** The labels of all windows, for a message. */
  public static String labels() {
    return Arrays.stream(values()).map(FreshnessWindow::label).collect(Collectors.joining(", "));
  }
}
