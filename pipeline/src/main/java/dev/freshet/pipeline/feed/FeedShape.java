package dev.freshet.pipeline.feed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.core.config.value.ChangeFormat;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The change formats that can be told by what stands in a row. Each is told by marks that no other
 * tool leaves, and that decide whether a row is a delete or where its columns are. A row with
 * nothing but such a tool's other columns is a plain row.
 *
 * <p>Sources: the documentation of each tool's messages or columns. Thread-safe.
 */
@SuppressWarnings("ImmutableEnumChecker") // The predicates have no state.
public enum FeedShape {
  /** The envelope, bare, in a {@code payload}, or as the {@code value} beside its {@code key}. */
  DEBEZIUM(
      "a Debezium change event",
      "'source' and 'op' beside 'before' or 'after'",
      ChangeFormat.DEBEZIUM,
      row -> isDebezium(unwrapped(row))),
  /** Rows of {@code ExtractNewRecordState} with the columns that its {@code add.fields} adds. */
  UNWRAPPED_DEBEZIUM(
      "a row that Debezium has unwrapped (ExtractNewRecordState)",
      "'__deleted', '__op' or '__source_ts_ms'",
      ChangeFormat.PLAIN,
      row -> hasAny(row, "__deleted", "__op", "__source_ts_ms")),
  MONGODB_CHANGE_STREAM(
      "an event of a MongoDB change stream",
      "'operationType' and 'documentKey'",
      row -> row.path("operationType").isTextual() && hasAny(row, "documentKey", "ns")),
  CANAL(
      "a Canal message",
      "'isDdl' and 'data'",
      row -> row.path("isDdl").isBoolean() && hasAny(row, "data", "mysqlType", "sqlType")),
  MAXWELL(
      "a Maxwell event",
      "'database', 'table', 'type' and 'data'",
      row -> hasAll(row, "database", "table", "type", "ts") && row.path("data").isObject()),
  GOLDENGATE(
      "an Oracle GoldenGate operation",
      "'op_type' and 'op_ts'",
      row -> row.path("op_type").isTextual() && hasAny(row, "op_ts", "current_ts")),
  DATASTREAM(
      "a Google Datastream event",
      "'source_metadata' and 'payload'",
      row -> row.path("source_metadata").isObject() && row.has("payload")),
  DYNAMODB(
      "an Amazon DynamoDB stream record",
      "'eventName' and 'dynamodb'",
      row -> row.path("dynamodb").isObject() && row.path("eventName").isTextual()),
  WAL2JSON(
      "a wal2json message",
      "'action' and 'columns', or 'change' with 'kind'",
      row ->
          (row.path("action").isTextual()
                  && hasAll(row, "schema", "table")
                  && hasAny(row, "columns", "identity"))
              || row.path("change").path(0).has("kind")),
  COCKROACHDB(
      "a CockroachDB changefeed message",
      "'after' beside 'updated', 'key' or 'resolved'",
      row ->
          row.has("after")
              && hasAny(row, "updated", "key")
              && row.properties().stream().allMatch(each -> isOfCockroach(each.getKey()))),
  DMS(
      "a change of AWS DMS",
      "'Op' with I, U or D as its first column",
      "Op",
      row ->
          hasWord(row, "Op", "I", "U", "D")
              && (row.fieldNames().next().equals("Op") || hasPrefix(row, "AR_H_"))),
  /** As DMS writes csv by default; Spark numbers the columns then. */
  DMS_WITHOUT_HEADER(
      "a change of AWS DMS in a file without a header",
      "I, U or D in its first column, '_c0'",
      "_c0",
      row -> hasWord(row, "_c0", "I", "U", "D")),
  QLIK(
      "a change of Qlik Replicate",
      "'header__change_oper'",
      row -> hasAny(row, "header__change_oper", "header__change_seq")),
  FIVETRAN(
      "a row of Fivetran",
      "'_fivetran_deleted'",
      "_fivetran_deleted",
      row -> row.has("_fivetran_deleted")),
  FIVETRAN_HISTORY(
      "a row of Fivetran's history mode", "'_fivetran_active'", row -> row.has("_fivetran_active")),
  AIRBYTE(
      "a record of Airbyte",
      "'_ab_cdc_deleted_at' or '_airbyte_data'",
      row ->
          hasAny(row, "_ab_cdc_deleted_at", "_ab_cdc_updated_at", "_ab_cdc_lsn", "_airbyte_data")),
  ESTUARY(
      "a document of Estuary Flow",
      "'op' in '_meta'",
      row -> hasWord(row.path("_meta"), "op", "c", "u", "d") || row.has("_meta/op")),
  SQL_SERVER_CDC(
      "a row of SQL Server change data capture", "'__$operation'", row -> row.has("__$operation")),
  SQL_SERVER_CHANGE_TRACKING(
      "a row of SQL Server change tracking",
      "'SYS_CHANGE_OPERATION'",
      "SYS_CHANGE_OPERATION",
      row -> row.has("SYS_CHANGE_OPERATION")),
  DELTA_CHANGE_FEED(
      "a row of a Delta change data feed",
      "'_change_type'",
      row ->
          hasWord(row, "_change_type", "insert", "update_preimage", "update_postimage", "delete")),
  SNOWFLAKE_STREAM(
      "a row of a Snowflake stream", "'METADATA$ACTION'", row -> row.has("METADATA$ACTION")),
  SINGER(
      "a row of Stitch or a Singer target",
      "'_sdc_deleted_at'",
      row ->
          row.has("_sdc_deleted_at")
              || (hasWord(row, "type", "RECORD", "SCHEMA", "STATE") && row.has("stream"))),
  HEVO(
      "a row of Hevo",
      "'__hevo__marked_deleted'",
      "__hevo__marked_deleted",
      row -> row.has("__hevo__marked_deleted")),
  /** Kafka Connect's JSON converter, around anything but a Debezium event. */
  CONNECT_WITH_SCHEMA(
      "a row that Kafka Connect wrote together with its schema",
      "the row in 'payload' beside 'schema'",
      ChangeFormat.PLAIN,
      row -> row.path("schema").isObject() && row.path("payload").isObject());

  private static final Set<String> DEBEZIUM_OPS = Set.of("c", "r", "u", "d", "t", "m");

  private final String what;
  private final String marks;
  private final @Nullable ChangeFormat readAs;
  private final @Nullable String deletedColumn;
  private final Predicate<ObjectNode> looks;

  FeedShape(String what, String marks, Predicate<ObjectNode> looks) {
    this(what, marks, null, null, looks);
  }

  FeedShape(String what, String marks, ChangeFormat readAs, Predicate<ObjectNode> looks) {
    this(what, marks, readAs, null, looks);
  }

  FeedShape(String what, String marks, String deletedColumn, Predicate<ObjectNode> looks) {
    this(what, marks, null, deletedColumn, looks);
  }

  FeedShape(
      String what,
      String marks,
      @Nullable ChangeFormat readAs,
      @Nullable String deletedColumn,
      Predicate<ObjectNode> looks) {
    this.what = what;
    this.marks = marks;
    this.readAs = readAs;
    this.deletedColumn = deletedColumn;
    this.looks = looks;
  }

  /** The shape of a row; empty if it bears no marks of a tool. */
  public static Optional<FeedShape> of(ObjectNode row) {
    return row.isEmpty()
        ? Optional.empty()
        : Arrays.stream(values()).filter(shape -> shape.looks.test(row)).findFirst();
  }

  /** What a row of this shape is, such as {@code a Maxwell event}. */
  public String what() {
    return what;
  }

  /** The marks by which it is told, for a sentence that begins with "it has". */
  public String marks() {
    return marks;
  }

  /** The value of {@code source.changes} that reads it; empty if none does. */
  public Optional<ChangeFormat> readAs() {
    return Optional.ofNullable(readAs);
  }

  /**
   * The row after the change in a Debezium envelope, or else the one before; null if neither is.
   */
  static @Nullable ObjectNode rowOfEnvelope(ObjectNode line) {
    ObjectNode envelope = unwrapped(line);
    if (envelope.path("after") instanceof ObjectNode after) {
      return after;
    }
    return envelope.path("before") instanceof ObjectNode before ? before : null;
  }

  /**
   * The column that {@code record.deleted} may name so that the rows are read as plain ones; empty
   * if that does not make them plain.
   */
  public Optional<String> deletedColumn() {
    return Optional.ofNullable(deletedColumn);
  }

  private static ObjectNode unwrapped(ObjectNode row) {
    ObjectNode payload = payload(row);
    return payload.path("value") instanceof ObjectNode value && !payload.has("op")
        ? payload(value)
        : payload;
  }

  private static ObjectNode payload(ObjectNode node) {
    return node.path("payload") instanceof ObjectNode payload && node.has("schema")
        ? payload
        : node;
  }

  private static boolean isDebezium(ObjectNode row) {
    if (hasWord(row, "status", "BEGIN", "END") && hasAll(row, "id", "event_count")) {
      return true; // A transaction marker.
    }
    JsonNode source = row.path("source");
    return source.isObject()
        && ((source.has("connector") && source.has("name"))
            || (DEBEZIUM_OPS.contains(row.path("op").asText()) && hasAny(row, "before", "after")));
  }

  /** Whether a message in the wrapped envelope may have the field. */
  private static boolean isOfCockroach(String name) {
    return Set.of("after", "before", "key", "updated", "resolved", "mvcc_timestamp", "topic")
        .contains(name);
  }

  private static boolean hasAny(ObjectNode row, String... names) {
    return Arrays.stream(names).anyMatch(row::has);
  }

  private static boolean hasAll(ObjectNode row, String... names) {
    return Arrays.stream(names).allMatch(row::has);
  }

  private static boolean hasWord(JsonNode row, String name, String... words) {
    JsonNode value = row.path(name);
    return value.isTextual() && Arrays.asList(words).contains(value.textValue());
  }

  private static boolean hasPrefix(ObjectNode row, String prefix) {
    return row.properties().stream().anyMatch(column -> column.getKey().startsWith(prefix));
  }
}
