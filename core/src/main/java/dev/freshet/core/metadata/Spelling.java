package dev.freshet.core.metadata;

import dev.freshet.core.EpochMicros;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a text spells beside itself. Landed values, the literals of filters and the texts of older
 * tables are read by the same rules, so that they compare with each other.
 */
public final class Spelling {

  /** More digits than any number or time that is meant to be compared. */
  private static final int LENGTH_MAX = 400;

  /** As JSON writes numbers (RFC 8259, section 6). */
  private static final Pattern NUMBER =
      Pattern.compile("-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?");

  /** A time with its offset (RFC 3339), seconds optional, at most six digits below them; a date. */
  private static final Pattern TIME =
      Pattern.compile(
          "[0-9]{4}-[0-9]{2}-[0-9]{2}"
              + "(?:T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\\.[0-9]{1,6}0{0,3})?)?(?:Z|[+-][0-9]{2}:[0-9]{2}))?");

  private static final Pattern BEGINS_LIKE_TIME = Pattern.compile("[0-9]{4}-?(?:[0-9].*)?");

  private static final int DATE_LENGTH = 10;

  private Spelling() {}

  /** The number that the text spells as JSON would write it. */
  public static Optional<BigDecimal> number(String text) {
    return text.length() <= LENGTH_MAX && NUMBER.matcher(text).matches()
        ? Optional.of(new BigDecimal(text))
        : Optional.empty();
  }

  /** True or false, in lower case. */
  public static Optional<Boolean> truth(String text) {
    return switch (text) {
      case "true" -> Optional.of(true);
      case "false" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  /** True for 1 and false for 0, as many databases write truths. */
  static Optional<Boolean> bit(BigDecimal number) {
    if (number.compareTo(BigDecimal.ONE) == 0) {
      return Optional.of(true);
    }
    return number.signum() == 0 ? Optional.of(false) : Optional.empty();
  }

  /**
   * The instant that the text spells: a time with its offset, or a date, which stands for its first
   * moment in UTC. A time without an offset is no instant, and neither is one with digits below the
   * microsecond or outside the years 1 to 9999.
   */
  public static Optional<Instant> time(String text) {
    if (text.length() < DATE_LENGTH
        || text.length() > LENGTH_MAX
        || !TIME.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      Instant instant =
          text.length() == DATE_LENGTH
              ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
              : OffsetDateTime.parse(text).toInstant();
      return EpochMicros.storable(instant) == null ? Optional.empty() : Optional.of(instant);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Whether the text begins like a time, such as a year and a month. */
  public static boolean beginsLikeTime(String text) {
    return BEGINS_LIKE_TIME.matcher(text).matches();
  }
}
