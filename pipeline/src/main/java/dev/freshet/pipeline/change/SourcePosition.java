package dev.freshet.pipeline.change;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a Debezium event stands in the order of its source.
 *
 * @param version the version it gives a record that has no version column
 * @param position decides between equal versions
 */
record SourcePosition(long version, long position) {

  /** A binlog file number above, a position of up to a terabyte below. */
  private static final int BINLOG_POSITION_BITS = 40;

  /**
   * The log sequence number (PostgreSQL), the binlog file and position (MySQL), or the system
   * change number (Oracle). A source that has none of them has only its clock, which may tick equal
   * for two changes of a record: then the order of arrival decides between them.
   */
  static SourcePosition of(JsonNode envelope, LandedRow row) {
    JsonNode source = envelope.get("source");
    Long log = number(JsonLines.at(source, "lsn"));
    if (log == null) {
      log = binlog(source);
    }
    if (log == null) {
      log = number(JsonLines.at(source, "scn"));
    }
    if (log != null) {
      return new SourcePosition(log, log);
    }
    Long micros = micros(envelope);
    return new SourcePosition(micros == null ? row.arrival() : micros, row.arrival());
  }

  static @Nullable Instant time(JsonNode envelope) {
    Long micros = micros(envelope);
    return micros == null
        ? null
        : Instant.ofEpochSecond(
            Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000L);
  }

  private static @Nullable Long micros(JsonNode envelope) {
    for (JsonNode node : new JsonNode[] {envelope.path("source"), envelope}) {
      Long micros = number(node.get("ts_us"));
      if (micros != null) {
        return micros;
      }
      Long millis = number(node.get("ts_ms"));
      if (millis != null) {
        return millis * 1000;
      }
    }
    return null;
  }

  private static @Nullable Long binlog(@Nullable JsonNode source) {
    String file = source == null ? "" : source.path("file").asText("");
    Long position = source == null ? null : number(source.get("pos"));
    int digits = file.lastIndexOf('.') + 1;
    if (position == null || digits == 0 || !file.substring(digits).matches("\\d{1,7}")) {
      return null;
    }
    return (Long.parseLong(file.substring(digits)) << BINLOG_POSITION_BITS) + position;
  }

  private static @Nullable Long number(@Nullable JsonNode node) {
    if (node == null) {
      return null;
    }
    if (node.isIntegralNumber() && node.canConvertToLong()) {
      return node.longValue();
    }
    return node.isTextual() && node.asText().matches("\\d{1,18}")
        ? Long.valueOf(node.asText())
        : null;
  }
}
