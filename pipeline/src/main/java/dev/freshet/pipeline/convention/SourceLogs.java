package dev.freshet.pipeline.convention;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.freshet.pipeline.document.RejectedLine;
import dev.freshet.pipeline.order.LogPlace;
import dev.freshet.pipeline.order.SourcePosition;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where a change stands in the log of its database, as each connector of Debezium says it.
 *
 * <ul>
 *   <li>PostgreSQL: {@code sequence} holds the end of the transaction that was committed before,
 *       and the place of the change, which is {@code lsn}. The larger of the two is a lower bound
 *       of the transaction's own commit, and it orders transactions as they were committed.
 *   <li>MySQL and MariaDB: {@code gtid}, and {@code file} and {@code pos}; {@code row} counts the
 *       rows of one log event.
 *   <li>SQL Server and Db2: {@code commit_lsn}, {@code change_lsn}, {@code event_serial_no}.
 *   <li>Oracle: {@code commit_scn}, {@code scn}, {@code rs_id} (position in the redo log), {@code
 *       ssn}.
 *   <li>MongoDB: {@code ts_ms} and {@code ord} are the two parts of the oplog's timestamp.
 * </ul>
 *
 * Facts: Debezium documentation, "Change events" of each connector.
 */
public final class SourceLogs {

  /** The file number is in the bits above, the position, up to a terabyte, in the bits below. */
  private static final long BINLOG_POSITIONS = 1L << 40;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Function<String, @Nullable JsonNode> source;

  /**
   * @param source a field of the change's source by its name, null where there is none
   */
  private SourceLogs(Function<String, @Nullable JsonNode> source) {
    this.source = source;
  }

  /**
   * The position of an event in Debezium's envelope.
   *
   * @param epoch of the source, as configured
   * @param read whether a snapshot read the row
   * @throws RejectedLine if a number does not fit into 64 bits; cut off, it would be another place
   */
  public static SourcePosition ofEnvelope(JsonNode envelope, int epoch, boolean read)
      throws RejectedLine {
    return position(envelope.path("source")::get, envelope, epoch, read);
  }

  /**
   * The position of a flat row that Debezium unwrapped, by the fields of the source that it was
   * told to add: {@code __lsn} or {@code __source_lsn}.
   *
   * @throws RejectedLine as {@link #ofEnvelope}
   */
  public static SourcePosition ofRow(JsonNode row, int epoch) throws RejectedLine {
    boolean read = row.path("__op").asText().equals("r");
    return position(name -> added(row, name), row.path("__"), epoch, read);
  }

  private static @Nullable JsonNode added(JsonNode row, String name) {
    return row.has("__source_" + name) ? row.get("__source_" + name) : row.get("__" + name);
  }

  private static SourcePosition position(
      Function<String, @Nullable JsonNode> source, JsonNode envelope, int epoch, boolean read)
      throws RejectedLine {
    try {
      return new SourceLogs(source).position(envelope, epoch, read);
    } catch (ArithmeticException e) {
      throw new RejectedLine(
          "Cannot accept the event: its log position or time at the source is larger than what 64"
              + " bits hold, so it has no place in the order of changes. Check the connector's"
              + " 'source', or fix the event.");
    }
  }

  private SourcePosition position(JsonNode envelope, int epoch, boolean read) {
    List<LogPlace> places = new ArrayList<>();
    Long number = null;
    if (has("lsn") || has("sequence")) {
      number = number(source.apply("lsn"));
      addPostgres(places, number, read);
    } else if (has("file") && has("pos")) {
      number = addBinlog(places);
    } else if (has("commit_lsn")) {
      addSqlServer(places);
    } else if (has("scn") || has("commit_scn")) {
      number = addOracle(places, read);
    } else if (has("ord")) {
      addMongo(places);
    }
    Long ordinal = number(envelope.path("transaction").get("total_order"));
    return new SourcePosition(epoch, read, places, ordinal, number, micros(envelope));
  }

  /**
   * A read of an incremental snapshot has no {@code lsn}; its {@code sequence} says where the log
   * was. Without a last commit, the change is of the first transaction after the connector began to
   * stream, which may have written before the snapshot and committed after it.
   */
  private void addPostgres(List<LogPlace> places, @Nullable Long lsn, boolean read) {
    JsonNode sequence = sequence();
    Long lastCommit = number(sequence.get(0));
    Long own = lsn == null ? number(sequence.get(1)) : lsn;
    if (own == null) {
      return;
    }
    long commit = lastCommit == null ? own : Math.max(lastCommit, own);
    List<Long> within = read ? List.of() : List.of(own);
    places.add(new LogPlace(log("postgresql"), "", List.of(commit), within, lastCommit == null));
  }

  /** {@code sequence} is a text that holds an array: the last commit, and the change. */
  private JsonNode sequence() {
    try {
      return MAPPER.readTree(text("sequence"));
    } catch (JsonProcessingException notAnArray) {
      return MissingNode.getInstance();
    }
  }

  /** Returns file and position as one number; null if they do not fit or are none. */
  private @Nullable Long addBinlog(List<LogPlace> places) {
    String file = text("file");
    int digits = file.lastIndexOf('.') + 1;
    Long position = number(source.apply("pos"));
    if (position == null
        || position < 0
        || digits == 0
        || !file.substring(digits).matches("\\d{1,18}")) {
      return null;
    }
    long fileNumber = Long.parseLong(file.substring(digits));
    Long row = number(source.apply("row"));
    List<Long> within = List.of(position, row == null ? 0L : row);
    addGtid(places, within);
    places.add(
        LogPlace.of(
            log("mysql") + "/binlog",
            file.substring(0, digits),
            List.of(fileNumber, position),
            List.of(within.get(1))));
    boolean fits = fileNumber < 1L << 23 && position < BINLOG_POSITIONS;
    return fits ? fileNumber * BINLOG_POSITIONS + position : null;
  }

  /** MySQL writes {@code source:number}, MariaDB {@code domain-server-number}. */
  private void addGtid(List<LogPlace> places, List<Long> within) {
    String gtid = text("gtid");
    int border = Math.max(gtid.lastIndexOf(':'), gtid.lastIndexOf('-'));
    if (border < 1 || !gtid.substring(border + 1).matches("\\d{1,18}")) {
      return;
    }
    boolean mysql = gtid.indexOf(':') >= 0;
    String branch = mysql ? gtid.substring(0, border) : gtid.substring(0, gtid.indexOf('-'));
    long number = Long.parseLong(gtid.substring(border + 1));
    places.add(LogPlace.of(log("mysql") + "/gtid", branch, List.of(number), within));
  }

  private void addSqlServer(List<LogPlace> places) {
    List<Long> within = new ArrayList<>(parts(text("change_lsn")));
    Long serial = number(source.apply("event_serial_no"));
    if (serial != null && !within.isEmpty()) {
      within.add(serial);
    }
    List<Long> commit = parts(text("commit_lsn"));
    if (!commit.isEmpty()) {
      places.add(LogPlace.of(log("sqlserver"), "", commit, within));
    }
  }

  private @Nullable Long addOracle(List<LogPlace> places, boolean read) {
    Long scn = number(source.apply("scn"));
    Long commit = number(source.apply("commit_scn"));
    if (commit == null && scn != null) {
      // A read holds what was committed until then; a change may have been committed later.
      places.add(new LogPlace(log("oracle"), "", List.of(scn), List.of(scn), !read));
    }
    if (commit == null) {
      return scn;
    }
    List<Long> within = new ArrayList<>();
    if (scn != null) {
      within.add(scn);
      within.addAll(parts(text("rs_id").strip().replaceFirst("^0x", "")));
      Long ssn = number(source.apply("ssn"));
      if (ssn != null) {
        within.add(ssn);
      }
    }
    places.add(LogPlace.of(log("oracle"), "", List.of(commit), within));
    return commit;
  }

  private void addMongo(List<LogPlace> places) {
    Long time = number(source.apply("ts_ms"));
    Long ordinal = number(source.apply("ord"));
    if (time != null && ordinal != null) {
      places.add(LogPlace.of(log("mongodb"), text("rs"), List.of(time, ordinal), List.of()));
    }
  }

  private String log(String kind) {
    String connector = text("connector");
    return (connector.isEmpty() ? kind : connector) + "/" + text("name");
  }

  private boolean has(String name) {
    JsonNode value = source.apply(name);
    return value != null && !value.isNull();
  }

  private String text(String name) {
    JsonNode value = source.apply(name);
    return value == null || value.isNull() ? "" : value.asText();
  }

  /** The parts of a log sequence number: hexadecimal between colons or dots, else one number. */
  private static List<Long> parts(String text) {
    if (text.isEmpty()) {
      return List.of();
    }
    boolean hexadecimal = text.indexOf(':') >= 0 || text.indexOf('.') >= 0;
    List<Long> parts = new ArrayList<>();
    for (String part : text.split("[:.]")) {
      if (!part.matches(hexadecimal ? "[0-9A-Fa-f]{1,16}" : "\\d{1,18}")) {
        return List.of();
      }
      parts.add(Long.parseUnsignedLong(part, hexadecimal ? 16 : 10));
    }
    return parts;
  }

  private @Nullable Long micros(JsonNode envelope) {
    Long own = micros(source);
    return own == null ? micros(envelope::get) : own;
  }

  private static @Nullable Long micros(Function<String, @Nullable JsonNode> clocks) {
    Long micros = number(clocks.apply("ts_us"));
    if (micros != null) {
      return micros;
    }
    Long millis = number(clocks.apply("ts_ms"));
    return millis == null ? null : Math.multiplyExact(millis, 1000L);
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
