package dev.freshet.pipeline.layer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.core.BatchIdentity;
import dev.freshet.pipeline.change.ChangeEvent;
import dev.freshet.pipeline.change.Document;
import dev.freshet.pipeline.change.LandedRow;
import dev.freshet.pipeline.delta.Column;
import dev.freshet.pipeline.delta.ColumnType;
import dev.freshet.pipeline.delta.TableSchema;
import dev.freshet.pipeline.key.KeyState;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Gold: the accepted versions of every record, tombstones included; the newest row of a key is what
 * the vector table must hold.
 */
public final class Gold {

  public static final TableSchema SCHEMA =
      TableSchema.sequenced(
          "gold",
          Lineage.SEQUENCE,
          Lineage.with(
              Column.required("record_key", ColumnType.STRING, "Record key."),
              Column.required("record_version", ColumnType.LONG, "Version, larger is newer."),
              Column.required(
                  "source_position", ColumnType.LONG, "Place in the source's own order."),
              Column.required("is_deleted", ColumnType.BOOLEAN, "Whether this is a tombstone."),
              Column.optional("text", ColumnType.STRING, "The document's text; null if deleted."),
              Column.optional("metadata", ColumnType.STRING, "The metadata columns as JSON."),
              Column.optional(
                  "source_ts", ColumnType.TIMESTAMP, "When it happened at the source.")));

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final TypeReference<LinkedHashMap<String, @Nullable String>> METADATA =
      new TypeReference<>() {};

  private Gold() {}

  public static @Nullable Object[] row(
      BatchIdentity batch,
      LandedRow landed,
      ChangeEvent event,
      KeyState state,
      @Nullable Document document) {
    return Lineage.row(
        batch,
        landed,
        Objects.requireNonNull(event.recordKey()),
        state.version(),
        state.position(),
        state.deleted(),
        document == null ? null : document.text(),
        document == null ? null : json(document),
        event.sourceTime());
  }

  private static String json(Document document) {
    try {
      return JSON.writeValueAsString(document.metadata());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A map of texts is always JSON", e);
    }
  }

  /** The metadata columns of a row, in the order they were written. */
  public static Map<String, @Nullable String> metadata(String json) {
    try {
      return JSON.readValue(json, METADATA);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Gold's column metadata is not what Freshet wrote", e);
    }
  }
}
