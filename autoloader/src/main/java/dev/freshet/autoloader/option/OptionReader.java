package dev.freshet.autoloader.option;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Typed access to option texts, with errors that name the option and its value. */
final class OptionReader {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h)");
  private static final Pattern BYTES = Pattern.compile("(\\d{1,12})\\s*([kmgt]?)b?");

  private final Map<String, String> options;

  OptionReader(Map<String, String> options) {
    this.options = options;
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(options.get(name)).map(String::strip).filter(s -> !s.isEmpty());
  }

  String required(String name, String whatToDo) {
    return text(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Cannot start source autoloader: "
                        + name
                        + " is missing. Please "
                        + whatToDo
                        + "."));
  }

  boolean bool(String name, boolean fallback) {
    return text(name)
        .map(
            text ->
                switch (text.toLowerCase(Locale.ROOT)) {
                  case "true" -> true;
                  case "false" -> false;
                  default -> throw bad(name, text, "neither true nor false", "Write true or false");
                })
        .orElse(fallback);
  }

  long number(String name, long fallback, long min, long max) {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return fallback;
    }
    String range = "Write one of at least " + min;
    try {
      long value = Long.parseLong(text.get());
      if (value < min || value > max) {
        throw bad(name, text.get(), "out of range", range);
      }
      return value;
    } catch (NumberFormatException e) {
      throw bad(name, text.get(), "not a whole number", range);
    }
  }

  OptionalLong bytes(String name) {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    Matcher matcher = BYTES.matcher(text.get().toLowerCase(Locale.ROOT));
    if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
      throw bad(name, text.get(), "not a size above 0", "Write one like 64m or 10g");
    }
    int power = matcher.group(2).isEmpty() ? 0 : "kmgt".indexOf(matcher.group(2)) + 1;
    try {
      return OptionalLong.of(
          Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << (10 * power)));
    } catch (ArithmeticException e) {
      throw bad(name, text.get(), "too large", "Write one like 64m or 10g");
    }
  }

  Duration duration(String name, Duration fallback) {
    return text(name).map(text -> duration(name, text)).orElse(fallback);
  }

  private static Duration duration(String name, String text) {
    Matcher matcher = DURATION.matcher(text.toLowerCase(Locale.ROOT));
    if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
      throw bad(name, text, "not a duration above 0", "Write one like 500ms, 1s or 5m");
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      default -> Duration.ofHours(amount);
    };
  }

  private static InvalidOptionException bad(String name, String text, String why, String whatToDo) {
    return new InvalidOptionException(name, "'" + text + "' is " + why, whatToDo);
  }
}
