package dev.freshet.core.config.value;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as a configuration spells them: a whole number and a unit, such as {@code 500ms}. */
public final class DurationText {

  private static final Pattern SPELLING = Pattern.compile("(-?[0-9]{1,18})(ms|s|m|h)");

  private static final Map<String, ChronoUnit> UNITS =
      Map.of(
          "ms", ChronoUnit.MILLIS,
          "s", ChronoUnit.SECONDS,
          "m", ChronoUnit.MINUTES,
          "h", ChronoUnit.HOURS);

  private DurationText() {}

  /** The duration, or empty if {@code text} is not one or does not fit milliseconds. */
  public static Optional<Duration> parse(String text) {
    Matcher matcher = SPELLING.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      Duration duration =
          Duration.of(Long.parseLong(matcher.group(1)), UNITS.get(matcher.group(2)));
      return Optional.of(Duration.ofMillis(duration.toMillis()));
    } catch (ArithmeticException | DateTimeException e) {
      return Optional.empty();
    }
  }

  /** The shortest spelling that {@link #parse} reads back, down to milliseconds. */
  public static String print(Duration duration) {
    long millis = duration.toMillis();
    if (millis % 1000 != 0) {
      return millis + "ms";
    }
    long seconds = millis / 1000;
    if (seconds == 0 || seconds % 60 != 0) {
      return seconds + "s";
    }
    return seconds % 3600 == 0 ? seconds / 3600 + "h" : seconds / 60 + "m";
  }
}
