package dev.freshet.pipeline.verify.deep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.config.value.TextTemplate;
import dev.freshet.core.metadata.MetadataType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the configuration makes of a record's columns: key, version and text. */
final class Columns {

  private static final String UNAVAILABLE = "__debezium_unavailable_value";
  private static final String UNAVAILABLE_BYTES =
      Base64.getEncoder().encodeToString(UNAVAILABLE.getBytes(StandardCharsets.UTF_8));

  private final FreshetConfig config;

  Columns(FreshetConfig config) {
    this.config = config;
  }

  /** Finds a column's value; null if there is none. */
  interface Finder {
    @Nullable JsonNode find(String name);
  }

  /** The value at a name, or at a path with dots; null if there is none. */
  static @Nullable JsonNode at(@Nullable JsonNode columns, String name) {
    JsonNode whole = columns == null ? null : columns.get(name);
    int dot = name.indexOf('.');
    return whole != null || columns == null || dot < 0
        ? whole
        : at(columns.get(name.substring(0, dot)), name.substring(dot + 1));
  }

  /** The record's key: its one column, or its columns joined by bars, with bars escaped. */
  String key(Finder columns) throws NotAClaim {
    List<String> names = config.record().key();
    List<String> parts = new ArrayList<>();
    for (String name : names) {
      JsonNode value = columns.find(name);
      String text =
          value == null || value.isNull() || value.isContainerNode() ? "" : value.asText();
      boolean whole = text.codePoints().noneMatch(Columns::isLoneHalf);
      if (text.isEmpty() || text.length() > 4096 || !whole) {
        throw new NotAClaim("no key in column '" + name + "'");
      }
      parts.add(names.size() == 1 ? text : text.replace("\\", "\\\\").replace("|", "\\|"));
    }
    return String.join("|", parts);
  }

  boolean hasVersion() {
    return config.record().version().isPresent();
  }

  /** The value of the version column; null if there is none. Times are in microseconds. */
  @Nullable BigInteger version(Finder columns) throws NotAClaim {
    JsonNode value = hasVersion() ? columns.find(config.record().version().get()) : null;
    if (value == null || value.isNull()) {
      return null;
    }
    BigInteger version = value.isIntegralNumber() ? value.bigIntegerValue() : ordered(value);
    if (version == null || version.bitLength() > 63) {
      throw new NotAClaim("a version without order");
    }
    return version;
  }

  private static @Nullable BigInteger ordered(JsonNode value) {
    String text = value.isTextual() ? value.asText().strip() : "";
    if (text.matches("[+-]?\\d+")) {
      return new BigInteger(text.startsWith("+") ? text.substring(1) : text);
    }
    Instant time = time(text.replace(' ', 'T'));
    return time == null ? null : BigInteger.valueOf(ChronoUnit.MICROS.between(Instant.EPOCH, time));
  }

  private static @Nullable Instant time(String text) {
    try {
      return text.matches(".*T.*([zZ]|[+-]\\d\\d(:?\\d\\d)?(:?\\d\\d)?)$")
          ? OffsetDateTime.parse(text).toInstant()
          : text.contains("T")
              ? LocalDateTime.parse(text).toInstant(ZoneOffset.UTC)
              : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeException notATime) {
      return null;
    }
  }

  /** Requires that every column whose type is declared holds a value that spells that type. */
  void requireTypes(ObjectNode row) throws NotAClaim {
    for (var declared : config.document().metadata().types().entrySet()) {
      JsonNode value = row.get(declared.getKey());
      boolean there = value != null && !value.isNull() && !isLeftOut(value);
      if (there && !spells(value, declared.getValue())) {
        throw new NotAClaim("column '" + declared.getKey() + "' is not of its declared type");
      }
    }
  }

  private static boolean spells(JsonNode value, MetadataType type) {
    String text = value.isContainerNode() || value.isBoolean() ? "" : value.asText().strip();
    return switch (type) {
      case TEXT -> true;
      case INTEGER -> isNumber(text) && isInteger(new BigDecimal(text));
      case NUMBER -> isNumber(text);
      case BOOLEAN -> value.isBoolean() || text.toLowerCase(Locale.ROOT).matches("true|false|0|1");
      case TIME -> value.isTextual() && time(text.replace(' ', 'T')) != null;
      case TEXTS -> value.isTextual() || (value.isArray() && isListOfTexts(value));
    };
  }

  private static boolean isNumber(String text) {
    return text.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,9})?");
  }

  private static boolean isInteger(BigDecimal number) {
    return number.abs().compareTo(new BigDecimal("1e20")) < 0
        && number.remainder(BigDecimal.ONE).signum() == 0
        && number.toBigInteger().bitLength() < 64;
  }

  private static boolean isListOfTexts(JsonNode list) {
    for (JsonNode element : list) {
      if (!element.isTextual()) {
        return false;
      }
    }
    return true;
  }

  /** The columns that the text and the metadata are made of, by their top-level names. */
  List<String> documentColumns() {
    List<String> names = new ArrayList<>(config.document().metadata().names());
    for (String field : config.document().text().fields()) {
      int dot = field.indexOf('.');
      names.add(dot < 0 ? field : field.substring(0, dot));
    }
    return names.stream().distinct().toList();
  }

  /** Whether a value stands for one that the connector left out. */
  static boolean isLeftOut(@Nullable JsonNode value) {
    if (value == null) {
      return false;
    }
    return value.isContainerNode()
        ? value.size() == 1 && (value.has(UNAVAILABLE) || isLeftOut(value.get(0)))
        : value.isTextual()
            && (value.asText().equals(UNAVAILABLE) || value.asText().equals(UNAVAILABLE_BYTES));
  }

  /** The record's text. */
  String text(ObjectNode columns) throws NotAClaim {
    StringBuilder text = new StringBuilder();
    boolean any = false;
    for (TextTemplate.Part part : config.document().text().parts()) {
      if (part instanceof TextTemplate.Literal literal) {
        text.append(literal.text());
      } else if (part instanceof TextTemplate.Field field) {
        JsonNode value = at(columns, field.name());
        any |= value != null;
        if (value != null && value.isContainerNode()) {
          throw new NotAClaim("column '" + field.name() + "' holds a nested value");
        }
        text.append(value == null || value.isNull() ? "" : whole(value.asText()));
      }
    }
    if (!any) {
      throw new NotAClaim("none of the columns of the text");
    }
    return text.toString().strip();
  }

  /** The text with a replacement for every half of a surrogate pair. */
  private static String whole(String text) {
    return text.codePoints()
        .map(point -> isLoneHalf(point) ? 0xFFFD : point)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static boolean isLoneHalf(int point) {
    return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
  }
}
