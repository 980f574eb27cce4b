package dev.freshet.autoloader.option;

import dev.freshet.autoloader.catalogue.KnownOption;
import dev.freshet.autoloader.catalogue.OptionCatalogue;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Typed access to option texts, with the defaults of the catalogue and errors that name the option
 * and its value. Remembers what was read.
 */
final class OptionReader {
  private static final Pattern DURATION =
      Pattern.compile(
          "(?:interval )?(\\d{1,9})\\s*(?:(ms|millisecond)|(s|second)|(m|minute)|(h|hour)|(d|day)|(w|week))s?");
  private static final List<Duration> UNITS =
      List.of(
          Duration.ofMillis(1),
          Duration.ofSeconds(1),
          Duration.ofMinutes(1),
          Duration.ofHours(1),
          Duration.ofDays(1),
          Duration.ofDays(7));
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .optionalStart()
          .appendLiteral('T')
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .optionalStart()
          .appendZoneOrOffsetId()
          .toFormatter(Locale.ROOT);
  private static final Pattern BYTES = Pattern.compile("(\\d{1,12})\\s*([kmgt]?)b?");

  private final Map<String, String> options;
  private final Set<String> asked = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

  OptionReader(Map<String, String> options) {
    this.options = options;
  }

  /** Names of the options that were read. */
  Set<String> asked() {
    return asked;
  }

  /** The value as given; empty if it is not given or blank. */
  Optional<String> text(String name) {
    return raw(name).map(String::strip).filter(s -> !s.isEmpty());
  }

  private Optional<String> raw(String name) {
    if (!OptionCatalogue.get(name).support().isUsed()) {
      throw new IllegalStateException("Option " + name + " is read and the catalogue denies it");
    }
    asked.add(name);
    return Optional.ofNullable(options.get(name));
  }

  private Optional<String> textOrDefault(String name) {
    String byDefault = OptionCatalogue.get(name).defaultValue();
    return text(name).or(() -> Optional.of(byDefault).filter(s -> !s.equals(KnownOption.NONE)));
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

  /** The names in a list with commas; none if it is given and blank. */
  Optional<List<String>> names(String name) {
    return raw(name)
        .map(
            text ->
                Stream.of(text.split(",")).map(String::strip).filter(s -> !s.isEmpty()).toList());
  }

  /** The value as one of the choices, in their spelling. */
  String choice(String name, String... choices) {
    String text = textOrDefault(name).orElseThrow();
    return Stream.of(choices)
        .filter(text::equalsIgnoreCase)
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidOptionException(
                    name, "there is no '" + text + "'", "Write one of " + List.of(choices)));
  }

  boolean bool(String name) {
    String text = textOrDefault(name).orElseThrow();
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw bad(name, text, "neither true nor false", "Write true or false");
    };
  }

  long number(String name, long min, long max) {
    String text = textOrDefault(name).orElseThrow();
    String range = "Write one of at least " + min;
    try {
      long value = Long.parseLong(text);
      if (value < min || value > max) {
        throw bad(name, text, "out of range", range);
      }
      return value;
    } catch (NumberFormatException e) {
      throw bad(name, text, "not a whole number", range);
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

  Optional<Duration> duration(String name) {
    return textOrDefault(name).map(text -> duration(name, text, 1));
  }

  /** A duration with a default, which may be 0. */
  Duration durationOrZero(String name) {
    return duration(name, textOrDefault(name).orElseThrow(), 0);
  }

  private static Duration duration(String name, String text, long least) {
    Matcher matcher = DURATION.matcher(text.toLowerCase(Locale.ROOT));
    if (!matcher.matches() || Long.parseLong(matcher.group(1)) < least) {
      throw bad(
          name,
          text,
          least > 0 ? "not a duration above 0" : "not a duration",
          "Write one like 500ms, 1s, 5m or 1 day");
    }
    int unit = 0;
    while (matcher.group(unit + 2) == null) {
      unit++;
    }
    return UNITS.get(unit).multipliedBy(Long.parseLong(matcher.group(1)));
  }

  /**
   * A time.
   *
   * @param zone of a time that names none; null for that of this process
   */
  /**
   * Returns if the reader of the files keeps malformed records.
   *
   * @param readerOptions its options
   * @param where it must
   * @throws InvalidOptionException if its mode is another
   */
  static void requirePermissive(Map<String, String> readerOptions, String where, String whatToDo) {
    Map<String, String> options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    options.putAll(readerOptions);
    String mode = options.getOrDefault("mode", "PERMISSIVE");
    if (!mode.equalsIgnoreCase("PERMISSIVE")) {
      throw new InvalidOptionException(
          "mode", where + " it can only be PERMISSIVE, and it is '" + mode + "'", whatToDo);
    }
  }

  Optional<Instant> time(String name, @Nullable String zone) {
    return text(name).map(text -> time(name, text, zone));
  }

  private static Instant time(String name, String text, @Nullable String zone) {
    try {
      TemporalAccessor parsed =
          TIME.parseBest(
              text.replace(' ', 'T'), ZonedDateTime::from, LocalDateTime::from, LocalDate::from);
      if (parsed instanceof ZonedDateTime zoned) {
        return zoned.toInstant();
      }
      ZoneId in = zone == null ? ZoneId.systemDefault() : ZoneId.of(zone, ZoneId.SHORT_IDS);
      return parsed instanceof LocalDate date
          ? date.atStartOfDay(in).toInstant()
          : ((LocalDateTime) parsed).atZone(in).toInstant();
    } catch (DateTimeException e) {
      throw bad(name, text, "not a time", "Write one like 2026-06-01T13:00:00");
    }
  }

  private static InvalidOptionException bad(String name, String text, String why, String whatToDo) {
    return new InvalidOptionException(name, "'" + text + "' is " + why, whatToDo);
  }
}
