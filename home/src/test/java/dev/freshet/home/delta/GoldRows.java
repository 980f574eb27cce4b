package dev.freshet.home.delta;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A table with every column type, and rows in which only the sequence number matters to a test. */
public final class GoldRows {

  public static final TableSchema SCHEMA =
      TableSchema.sequenced(
          "gold",
          "sequence",
          List.of(
              Column.required("record_key", ColumnType.STRING, "Key."),
              Column.required("record_version", ColumnType.LONG, "Version."),
              Column.optional("line", ColumnType.INT, "Line."),
              Column.required("is_deleted", ColumnType.BOOLEAN, "Tombstone."),
              Column.optional("landed_at", ColumnType.TIMESTAMP, "Landed."),
              Column.required("sequence", ColumnType.LONG, "File.")));

  private GoldRows() {}

  /** One row per file of the inclusive range, keyed {@code <prefix><sequence>}. */
  public static List<@Nullable Object[]> ofFiles(String prefix, long first, long last) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (long sequence = first; sequence <= last; sequence++) {
      rows.add(row(prefix + sequence, sequence));
    }
    return rows;
  }

  static @Nullable Object[] row(String key, long sequence) {
    return new Object[] {key, sequence * 10, null, sequence % 2 == 0, null, sequence};
  }

  public static List<String> keys(DeltaTable table) {
    List<String> keys = new ArrayList<>();
    table.scan(List.of("record_key"), OptionalLong.empty(), row -> keys.add((String) row[0]));
    return keys;
  }
}
