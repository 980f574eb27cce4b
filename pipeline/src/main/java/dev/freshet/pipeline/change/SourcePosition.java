package dev.freshet.pipeline.change;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.pipeline.document.FieldPath;
import dev.freshet.pipeline.document.RejectedLine;
import java.math.BigInteger;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a Debezium event stands in the order of its source.
 *
 * @param version the version it gives a record that has no version column
 * @param position decides between equal versions
 */
record SourcePosition(long version, long position) {

  /** The file number is in the bits above, the position, up to a terabyte, in the bits below. */
  private static final long BINLOG_POSITIONS = 1L << 40;

  /**
   * The log sequence number (PostgreSQL), the binlog file and position (MySQL), or the system
   * change number (Oracle). A source without any of them has only its clock, which may show the
   * same time for two changes of a record: then the order of arrival decides between them.
   *
   * @throws RejectedLine if it does not fit into 64 bits; cut off, it would be another position
   */
  static SourcePosition of(JsonNode envelope, LandedRow row) throws RejectedLine {
    try {
      return exact(envelope, row);
    } catch (ArithmeticException e) {
      throw new RejectedLine(
          "Cannot accept the event: its log position or time at the source is larger than what 64"
              + " bits hold (a binlog: 2^23 files of 2^40 bytes), so it has no place in the order of"
              + " changes. Check the connector's 'source', or fix the event.");
    }
  }

  private static SourcePosition exact(JsonNode envelope, LandedRow row) {
    JsonNode source = envelope.get("source");
    Long log = number(FieldPath.at(source, "lsn"));
    if (log == null) {
      log = binlog(source);
    }
    if (log == null) {
      log = number(FieldPath.at(source, "scn"));
    }
    if (log != null) {
      return new SourcePosition(log, log);
    }
    Long micros = micros(envelope);
    return new SourcePosition(micros == null ? row.arrival() : micros, row.arrival());
  }

  /** When it happened at the source; null if the event does not say or 64 bits do not hold it. */
  static @Nullable Instant time(JsonNode envelope) {
    Long micros;
    try {
      micros = micros(envelope);
    } catch (ArithmeticException tooLarge) {
      return null;
    }
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
        return Math.multiplyExact(millis, 1000L);
      }
    }
    return null;
  }

  private static @Nullable Long binlog(@Nullable JsonNode source) {
    String file = source == null ? "" : source.path("file").asText("");
    Long position = source == null ? null : number(source.get("pos"));
    int digits = file.lastIndexOf('.') + 1;
    if (position == null || digits == 0 || !file.substring(digits).matches("\\d{1,18}")) {
      return null;
    }
    if (position < 0 || position >= BINLOG_POSITIONS) {
      throw new ArithmeticException("binlog position");
    }
    long number = Long.parseLong(file.substring(digits));
    return Math.multiplyExact(number, BINLOG_POSITIONS) + position;
  }

  /**
   * @throws ArithmeticException if it does not fit into 64 bits
   */
  private static @Nullable Long number(@Nullable JsonNode node) {
    if (node == null) {
      return null;
    }
    if (node.isIntegralNumber()) {
      return node.bigIntegerValue().longValueExact();
    }
    if (!node.isTextual() || !node.asText().matches("\\d{1,40}")) {
      return null;
    }
    return new BigInteger(node.asText()).longValueExact();
  }
}
