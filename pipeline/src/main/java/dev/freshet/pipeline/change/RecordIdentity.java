package dev.freshet.pipeline.change;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.core.EpochMicros;
import dev.freshet.core.config.RecordConfig;
import dev.freshet.pipeline.convention.MongoText;
import dev.freshet.pipeline.document.FieldPath;
import dev.freshet.pipeline.document.RejectedLine;
import dev.freshet.pipeline.document.Surrogates;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds a record's key and version in its columns. */
final class RecordIdentity {

  /** Keys are part of filters and index entries; a longer one is a mistake in the configuration. */
  private static final int MAX_KEY_LENGTH = 4096;

  private final List<String> keyColumns;
  private final @Nullable String versionColumn;

  RecordIdentity(RecordConfig config) {
    this.keyColumns = config.key();
    this.versionColumn = config.version().orElse(null);
  }

  boolean hasVersionColumn() {
    return versionColumn != null;
  }

  /** The columns of the key. */
  List<String> columns() {
    return keyColumns;
  }

  /** Whether a row has any column of the key. */
  boolean anyIn(JsonNode row) {
    return keyColumns.stream().anyMatch(name -> FieldPath.at(row, name) != null);
  }

  /** Whether a row has every column of the key. */
  boolean allIn(@Nullable JsonNode row) {
    return keyColumns.stream().allMatch(name -> inRow(row, name) != null);
  }

  /** Whether the key of a message has every column of the record's key. */
  boolean allInMessageKey(@Nullable JsonNode messageKey) {
    return keyColumns.stream().allMatch(name -> inMessageKey(messageKey, name) != null);
  }

  /** A column of the key in a row; MongoDB calls {@code _id} what its messages call {@code id}. */
  @Nullable JsonNode inRow(@Nullable JsonNode row, String name) {
    JsonNode value = FieldPath.at(row, name);
    return value == null && name.equals("id") ? FieldPath.at(row, "_id") : value;
  }

  /**
   * A column of the key in the key of a message: an object, or the single value of a key with one
   * column; null if it is not there.
   */
  @Nullable JsonNode inMessageKey(@Nullable JsonNode messageKey, String name) {
    if (messageKey == null || messageKey.isNull()) {
      return null;
    }
    if (messageKey.isValueNode()) {
      return keyColumns.size() == 1 ? MongoText.plain(messageKey) : null;
    }
    JsonNode value = FieldPath.at(messageKey, name);
    JsonNode found = value == null && name.equals("_id") ? messageKey.get("id") : value;
    return found == null || found.isNull() ? null : MongoText.plain(found);
  }

  /**
   * The canonical key: the single column's text, or the columns' texts joined by {@code |} with
   * {@code \} and {@code |} escaped, so that no two different keys become equal.
   *
   * @param column finds a column's value; null where there is none
   */
  String key(Function<String, @Nullable JsonNode> column) throws RejectedLine {
    if (keyColumns.size() == 1) {
      return keyPart(keyColumns.get(0), column);
    }
    StringJoiner key = new StringJoiner("|");
    for (String name : keyColumns) {
      key.add(keyPart(name, column).replace("\\", "\\\\").replace("|", "\\|"));
    }
    return key.toString();
  }

  private static String keyPart(String name, Function<String, @Nullable JsonNode> column)
      throws RejectedLine {
    JsonNode value = column.apply(name);
    if (value == null || value.isNull() || value.isMissingNode()) {
      throw new RejectedLine(
          "Cannot accept the event: key column '"
              + name
              + "' is missing or null. Send the key with every event or fix record.key.");
    }
    if (value.isContainerNode()) {
      throw new RejectedLine(
          "Cannot accept the event: key column '"
              + name
              + "' holds a nested value. Name a column with a plain value in record.key.");
    }
    String text = value.asText();
    if (text.isEmpty() || text.length() > MAX_KEY_LENGTH) {
      throw new RejectedLine(
          "Cannot accept the event: key column '"
              + name
              + "' has "
              + text.length()
              + " characters, allowed are 1 to "
              + MAX_KEY_LENGTH
              + ". Fix the key.");
    }
    if (Surrogates.anyLone(text)) {
      throw new RejectedLine(
          "Cannot accept the event: key column '"
              + name
              + "' holds half of a surrogate pair, which no UTF-8 text can hold. Fix the key.");
    }
    return text;
  }

  /**
   * The version, or null if the column is null or absent.
   *
   * @throws RejectedLine if there is a value that has no order
   */
  @Nullable Long version(Function<String, @Nullable JsonNode> column) throws RejectedLine {
    JsonNode value = versionColumn == null ? null : column.apply(versionColumn);
    if (value == null || value.isNull() || value.isMissingNode()) {
      return null;
    }
    Long version =
        value.isIntegralNumber() && value.canConvertToLong()
            ? Long.valueOf(value.longValue())
            : value.isTextual() ? ordered(value.asText().strip()) : null;
    if (version == null) {
      throw new RejectedLine(
          "Cannot accept the event: version column '"
              + versionColumn
              + "' is of a kind that has no order ("
              + kind(value)
              + "). Use a whole number or an ISO-8601 time.");
    }
    return version;
  }

  /** Why an upsert without a version is rejected. */
  RejectedLine missingVersion() {
    return new RejectedLine(
        "Cannot accept the event: version column '"
            + versionColumn
            + "' is missing or null. Send it with every upsert, or remove record.version to let the"
            + " order of arrival decide.");
  }

  /** A whole number as it is, or a date or time as microseconds since 1970 in UTC. */
  private static @Nullable Long ordered(String text) {
    if (text.matches("[+-]?\\d+")) {
      return wholeNumber(text);
    }
    Instant time = time(text);
    try {
      return time == null ? null : EpochMicros.exact(time);
    } catch (ArithmeticException tooFarFrom1970) {
      return null;
    }
  }

  private static @Nullable Instant time(String text) {
    try {
      return OffsetDateTime.parse(text.replace(' ', 'T')).toInstant();
    } catch (DateTimeException notWithOffset) {
      try {
        return LocalDateTime.parse(text.replace(' ', 'T')).toInstant(ZoneOffset.UTC);
      } catch (DateTimeException notWithTime) {
        try {
          return LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
        } catch (DateTimeException notADate) {
          return null;
        }
      }
    }
  }

  private static @Nullable Long wholeNumber(String digits) {
    try {
      return Long.valueOf(digits);
    } catch (NumberFormatException tooLarge) {
      return null;
    }
  }

  private static String kind(JsonNode value) {
    if (value.isTextual()) {
      return "text that is neither a whole number of 64 bits nor a time";
    }
    return value.isNumber()
        ? "a number with a fraction or of more than 64 bits"
        : value.getNodeType().name().toLowerCase(Locale.ROOT);
  }
}
