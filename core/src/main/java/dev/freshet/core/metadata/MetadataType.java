package dev.freshet.core.metadata;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the values of a metadata column are. */
public enum MetadataType {
  /** A text. */
  TEXT("a text in single quotes"),
  /** A whole number of 64 bits. */
  INTEGER("a number"),
  /** A number with the precision of 64-bit floating point (IEEE 754). */
  NUMBER("a number"),
  /** True or false. */
  BOOLEAN("true or false"),
  /** An instant with the precision of microseconds, in the years 1 to 9999. */
  TIME("a time in single quotes, such as '2026-01-31T12:00:00Z'"),
  /** A list of texts. */
  TEXTS("CONTAINS and a text in single quotes");

  private static final BigDecimal LONG_MIN = BigDecimal.valueOf(Long.MIN_VALUE);
  private static final BigDecimal LONG_MAX = BigDecimal.valueOf(Long.MAX_VALUE);

  private final String literal;

  MetadataType(String literal) {
    this.literal = literal;
  }

  /** As the configuration names the type: in lower case. */
  public String spelling() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What a filter compares a value of this type with, in words. */
  public String literal() {
    return literal;
  }

  /** The type with this {@linkplain #spelling spelling}, in any case. */
  public static Optional<MetadataType> spelled(String text) {
    return Arrays.stream(values())
        .filter(type -> type.spelling().equalsIgnoreCase(text))
        .findFirst();
  }

  /** All spellings, in the order of the types. */
  public static List<String> spellings() {
    return Arrays.stream(values()).map(MetadataType::spelling).toList();
  }

  /**
   * The value as a value of this type; empty if it cannot be one without loss. A text is converted
   * if it spells a number, a truth or a time. A column of texts takes every value in the form in
   * which JSON writes it. A column of lists takes a single text as a list of one.
   */
  public Optional<MetadataValue> convert(MetadataValue value) {
    return switch (this) {
      case TEXT -> Optional.of(new MetadataValue.Text(value.text()));
      case INTEGER -> number(value).flatMap(MetadataType::whole);
      case NUMBER -> number(value).map(MetadataType::fraction);
      case BOOLEAN -> truth(value).map(MetadataValue.Truth::new);
      case TIME -> time(value).map(MetadataValue.Time::new);
      case TEXTS -> texts(value).map(MetadataValue.Texts::new);
    };
  }

  private static Optional<BigDecimal> number(MetadataValue value) {
    if (value instanceof MetadataValue.Number number) {
      return Optional.of(number.value());
    }
    return value instanceof MetadataValue.Text text
        ? Spelling.number(text.value())
        : Optional.empty();
  }

  /** Whether 64 bits hold the number exactly. Cheap for any number of digits. */
  public static boolean isWhole(BigDecimal number) {
    return number.compareTo(LONG_MIN) >= 0
        && number.compareTo(LONG_MAX) <= 0
        && number.stripTrailingZeros().scale() <= 0;
  }

  private static Optional<MetadataValue> whole(BigDecimal number) {
    return isWhole(number)
        ? Optional.of(new MetadataValue.Number(BigDecimal.valueOf(number.longValueExact())))
        : Optional.empty();
  }

  /** A scale above zero makes it a {@link #NUMBER} where it is stored. */
  private static MetadataValue fraction(BigDecimal number) {
    return new MetadataValue.Number(isWhole(number) ? number.setScale(1) : number);
  }

  private static Optional<Boolean> truth(MetadataValue value) {
    if (value instanceof MetadataValue.Truth truth) {
      return Optional.of(truth.value());
    }
    if (value instanceof MetadataValue.Number number) {
      return Spelling.bit(number.value());
    }
    return value instanceof MetadataValue.Text text
        ? Spelling.truth(text.value())
        : Optional.empty();
  }

  private static Optional<Instant> time(MetadataValue value) {
    if (value instanceof MetadataValue.Time time) {
      return Optional.of(time.value());
    }
    return value instanceof MetadataValue.Text text
        ? Spelling.time(text.value())
        : Optional.empty();
  }

  private static Optional<List<String>> texts(MetadataValue value) {
    if (value instanceof MetadataValue.Texts texts) {
      return Optional.of(texts.values());
    }
    if (value instanceof MetadataValue.Json json) {
      return Optional.ofNullable(json.texts());
    }
    return value instanceof MetadataValue.Text text
        ? Optional.of(List.of(text.value()))
        : Optional.empty();
  }
}
