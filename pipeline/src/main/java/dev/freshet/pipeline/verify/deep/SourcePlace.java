package dev.freshet.pipeline.verify.deep;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a change stands in the log of its source, as the source defines it. Two places of one log
 * can be compared; others cannot, and arrival decides then.
 */
sealed interface SourcePlace {

  /**
   * Compares with the place of a record's state: positive if this is later, negative if earlier;
   * zero or empty if the two places cannot say.
   */
  OptionalInt compareTo(SourcePlace state);

  /**
   * Whether both are places of one and the same change of a row, which may be told by two events.
   */
  default boolean isSameChange(SourcePlace other) {
    return false;
  }

  /** The place of a Debezium event. */
  static SourcePlace of(JsonNode envelope) {
    JsonNode source = envelope.path("source");
    String log = source.path("connector").asText("") + "/" + source.path("name").asText("");
    boolean read = isRead(envelope);
    JsonNode order = envelope.path("transaction").path("total_order");
    SourcePlace place =
        switch (source.path("connector").asText("").toLowerCase(Locale.ROOT)) {
          case "postgresql" -> WriteAhead.of(log, source, read, order.asLong(0));
          case "mysql", "mariadb" -> Binary.of(source, read);
          case "sqlserver" -> Parts.ofSqlServer(log, source, read);
          case "oracle" -> Parts.ofOracle(log, source, read);
          case "mongodb" -> Parts.ofMongo(log, source);
          default -> new Unknown();
        };
    return read && place instanceof Unknown ? new UnplacedRead(time(source)) : place;
  }

  private static boolean isRead(JsonNode envelope) {
    String snapshot = envelope.path("source").path("snapshot").asText("false");
    return "r".equals(envelope.path("op").asText())
        || !(snapshot.equals("false") || snapshot.equals("null") || snapshot.isEmpty());
  }

  private static OptionalLong time(JsonNode source) {
    return source.path("ts_ms").isIntegralNumber()
        ? OptionalLong.of(source.get("ts_ms").asLong())
        : OptionalLong.empty();
  }

  private static @Nullable BigInteger number(JsonNode node) {
    String text = node.isNumber() || node.isTextual() ? node.asText() : "";
    return text.matches("\\d{1,40}") ? new BigInteger(text) : null;
  }

  /** The place of a change whose source has no log, or does not say where it stands. */
  record Unknown() implements SourcePlace {
    @Override
    public OptionalInt compareTo(SourcePlace state) {
      return OptionalInt.empty();
    }
  }

  /**
   * A row that a snapshot read, without a place in the log. It is newer than what arrived before,
   * unless that was committed after the read.
   *
   * @param millis when it was read
   */
  record UnplacedRead(OptionalLong millis) implements SourcePlace {
    @Override
    public OptionalInt compareTo(SourcePlace state) {
      OptionalLong committed =
          state instanceof WriteAhead logged && !logged.read()
              ? logged.millis()
              : OptionalLong.empty();
      boolean late =
          millis.isPresent() && committed.isPresent() && millis.getAsLong() < committed.getAsLong();
      return late ? OptionalInt.of(-1) : OptionalInt.empty();
    }
  }

  /**
   * PostgreSQL's log. A change stands where it was written; {@code committed} is the end of the
   * transaction that was committed before its own.
   *
   * @param committed null for the first transaction after a snapshot, and for the snapshot itself
   * @param read whether a snapshot read the row
   * @param millis commit of a change, moment of a read
   */
  record WriteAhead(
      String log,
      @Nullable BigInteger committed,
      BigInteger written,
      boolean read,
      long order,
      OptionalLong millis)
      implements SourcePlace {

    private static final Pattern SEQUENCE =
        Pattern.compile("\\[\\s*(null|\"\\d+\")\\s*,\\s*(null|\"\\d+\")\\s*]");

    static SourcePlace of(String log, JsonNode source, boolean read, long order) {
      Matcher sequence = SEQUENCE.matcher(source.path("sequence").asText(""));
      BigInteger committed = sequence.matches() ? quoted(sequence.group(1)) : null;
      BigInteger written = number(source.path("lsn"));
      if (written == null && sequence.matches()) {
        written = quoted(sequence.group(2));
      }
      return written == null
          ? new Unknown()
          : new WriteAhead(log, committed, written, read, order, time(source));
    }

    private static @Nullable BigInteger quoted(String element) {
      return element.equals("null")
          ? null
          : new BigInteger(element.substring(1, element.length() - 1));
    }

    @Override
    public OptionalInt compareTo(SourcePlace state) {
      if (!(state instanceof WriteAhead other) || !log.equals(other.log)) {
        return OptionalInt.empty();
      }
      if (read != other.read) {
        WriteAhead change = read ? other : this;
        WriteAhead snapshot = read ? this : other;
        int changeIsLater = change.comparedWithRead(snapshot);
        return OptionalInt.of(read ? -changeIsLater : changeIsLater);
      }
      if (read) {
        return OptionalInt.of(major().compareTo(other.major()));
      }
      boolean bothKnown = committed != null && other.committed != null;
      int first = bothKnown ? major().compareTo(other.major()) : written.compareTo(other.written);
      int second = first == 0 ? written.compareTo(other.written) : first;
      return OptionalInt.of(second == 0 ? Long.compare(order, other.order) : second);
    }

    /**
     * The first transaction after the snapshot with which a capture begins may have written below
     * the place of the snapshot, while the snapshot was taken; it committed later.
     */
    private int comparedWithRead(WriteAhead snapshot) {
      if (committed != null || snapshot.committed != null) {
        return major().compareTo(snapshot.major());
      }
      boolean before =
          written.compareTo(snapshot.written) < 0
              && millis.isPresent()
              && snapshot.millis.isPresent()
              && millis.getAsLong() < snapshot.millis.getAsLong();
      return before ? -1 : 1;
    }

    @Override
    public boolean isSameChange(SourcePlace other) {
      return other instanceof WriteAhead place
          && log.equals(place.log)
          && written.equals(place.written);
    }

    private BigInteger major() {
      return committed == null ? written : committed.max(written);
    }
  }

  /**
   * The binary log of MySQL or MariaDB.
   *
   * @param origin the server or domain that numbers the transactions; empty without such numbers
   * @param series server and base name of the log files
   */
  record Binary(
      String origin,
      BigInteger transaction,
      String series,
      BigInteger file,
      BigInteger position,
      long row,
      boolean read)
      implements SourcePlace {

    static SourcePlace of(JsonNode source, boolean read) {
      String name = source.path("file").asText("");
      int dot = name.lastIndexOf('.');
      BigInteger position = number(source.path("pos"));
      if (dot < 0 || position == null || !name.substring(dot + 1).matches("\\d+")) {
        return new Unknown();
      }
      String gtid = source.path("gtid").asText("");
      boolean maria = gtid.matches("\\d+-\\d+-\\d+");
      boolean mysql = gtid.matches(".+:\\d+");
      return new Binary(
          maria ? gtid.substring(0, gtid.indexOf('-')) : mysql ? beforeLast(gtid, ':') : "",
          maria ? afterLast(gtid, '-') : mysql ? afterLast(gtid, ':') : BigInteger.ZERO,
          source.path("server_id").asText("") + "/" + name.substring(0, dot),
          new BigInteger(name.substring(dot + 1)),
          position,
          source.path("row").asLong(0),
          read);
    }

    private static String beforeLast(String text, char mark) {
      return text.substring(0, text.lastIndexOf(mark));
    }

    private static BigInteger afterLast(String text, char mark) {
      return new BigInteger(text.substring(text.lastIndexOf(mark) + 1));
    }

    @Override
    public OptionalInt compareTo(SourcePlace state) {
      if (!(state instanceof Binary other)) {
        return OptionalInt.empty();
      }
      boolean numbered = !origin.isEmpty() && origin.equals(other.origin);
      if (numbered && !transaction.equals(other.transaction)) {
        return OptionalInt.of(transaction.compareTo(other.transaction));
      }
      if (!series.equals(other.series)) {
        return OptionalInt.empty();
      }
      int difference = file.compareTo(other.file);
      difference = difference == 0 ? position.compareTo(other.position) : difference;
      boolean rows = difference == 0 && !read && !other.read;
      return OptionalInt.of(rows ? Long.compare(row, other.row) : difference);
    }
  }

  /**
   * A log whose places are parts of decreasing weight.
   *
   * @param parts as texts that compare as the places do
   * @param read whether a snapshot read the row: then only the first part counts
   */
  record Parts(String log, List<String> parts, boolean read) implements SourcePlace {

    static SourcePlace ofSqlServer(String log, JsonNode source, boolean read) {
      String commit = source.path("commit_lsn").asText("");
      if (!commit.matches("[0-9a-fA-F:]+")) {
        return new Unknown();
      }
      return new Parts(
          log,
          List.of(
              commit.toLowerCase(Locale.ROOT),
              source.path("change_lsn").asText("").toLowerCase(Locale.ROOT),
              wide(source.path("event_serial_no"))),
          read);
    }

    static SourcePlace ofOracle(String log, JsonNode source, boolean read) {
      BigInteger scn = number(source.path("scn"));
      BigInteger commit = number(source.path("commit_scn"));
      if (scn == null && commit == null) {
        return new Unknown();
      }
      return new Parts(
          log,
          List.of(
              wide(commit == null || (read && scn != null) ? scn : commit),
              wide(scn),
              source.path("rs_id").asText("").strip(),
              wide(source.path("ssn"))),
          read);
    }

    static SourcePlace ofMongo(String log, JsonNode source) {
      return source.path("ts_ms").isIntegralNumber() && source.path("ord").isIntegralNumber()
          ? new Parts(log, List.of(wide(source.get("ts_ms")), wide(source.get("ord"))), false)
          : new Unknown();
    }

    @Override
    public boolean isSameChange(SourcePlace other) {
      return equals(other);
    }

    private static String wide(JsonNode node) {
      return wide(number(node));
    }

    private static String wide(@Nullable BigInteger number) {
      String digits = number == null ? "0" : number.toString();
      return "0".repeat(40 - digits.length()) + digits;
    }

    @Override
    public OptionalInt compareTo(SourcePlace state) {
      if (!(state instanceof Parts other) || !log.equals(other.log)) {
        return OptionalInt.empty();
      }
      int count = read || other.read ? 1 : Math.min(parts.size(), other.parts.size());
      int difference = 0;
      for (int i = 0; i < count && difference == 0; i++) {
        difference = parts.get(i).compareTo(other.parts.get(i));
      }
      return OptionalInt.of(difference);
    }
  }
}
