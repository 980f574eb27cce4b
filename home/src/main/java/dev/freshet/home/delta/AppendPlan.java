package dev.freshet.home.delta;

import dev.freshet.core.BatchIdentity;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What to do with a batch, given the newest transaction of its stream in the table. Pure.
 *
 * <p>The rule, with L that transaction: a batch that ends at or before L is in the table. Of a
 * later batch exactly the rows of files after L are missing, however the batches before were cut: a
 * lost checkpoint may replace batches ending at 5 and 10 by batches 1 to 8 and 9 to 13.
 */
sealed interface AppendPlan {

  /** There is nothing to write; this is the answer. */
  record Skip(AppendOutcome outcome) implements AppendPlan {}

  /**
   * There are rows to write in one commit.
   *
   * @param rows at least one
   */
  record Write(List<@Nullable Object[]> rows) implements AppendPlan {}

  /**
   * Applies the rule.
   *
   * @throws IllegalArgumentException when a row belongs to a file after the end of the batch
   */
  static AppendPlan decide(
      TableSchema schema,
      BatchIdentity id,
      OptionalLong lastCommitted,
      List<@Nullable Object[]> rows) {
    if (lastCommitted.isPresent() && id.endSequence() <= lastCommitted.getAsLong()) {
      return new Skip(new AppendOutcome.AlreadyCommitted(lastCommitted.getAsLong()));
    }
    List<@Nullable Object[]> missing = missing(schema, id, lastCommitted, rows);
    return missing.isEmpty() ? new Skip(new AppendOutcome.NothingToAppend()) : new Write(missing);
  }

  /**
   * What to do with a batch whose files are in the table by a later batch, which may have had fewer
   * rows for them.
   *
   * @param key the columns that tell rows apart
   * @param held the keys of the rows that the table holds of these files
   */
  static AppendPlan lacking(
      TableSchema schema,
      List<String> key,
      Set<List<@Nullable Object>> held,
      List<@Nullable Object[]> rows) {
    int[] ordinals = key.stream().mapToInt(schema::ordinal).toArray();
    List<@Nullable Object[]> lacking =
        rows.stream().filter(row -> !held.contains(key(row, ordinals))).toList();
    return lacking.isEmpty() ? new Skip(new AppendOutcome.NothingToAppend()) : new Write(lacking);
  }

  private static List<@Nullable Object> key(@Nullable Object[] row, int[] ordinals) {
    return Arrays.stream(ordinals).mapToObj(ordinal -> row[ordinal]).toList();
  }

  /** The first file that has one of the rows; empty without rows. */
  static OptionalLong firstSequence(TableSchema schema, List<@Nullable Object[]> rows) {
    String column = schema.sequenceColumn();
    if (column == null) {
      throw new IllegalArgumentException("Table " + schema.name() + " has no sequence column");
    }
    int ordinal = schema.ordinal(column);
    return rows.stream().mapToLong(row -> sequence(row, ordinal)).min();
  }

  private static List<@Nullable Object[]> missing(
      TableSchema schema,
      BatchIdentity id,
      OptionalLong lastCommitted,
      List<@Nullable Object[]> rows) {
    if (schema.sequenceColumn() == null) {
      return rows;
    }
    int ordinal = schema.ordinal(schema.sequenceColumn());
    for (@Nullable Object[] row : rows) {
      if (sequence(row, ordinal) > id.endSequence()) {
        throw new IllegalArgumentException(
            "Cannot append batch %s to table %s: a row has sequence %d, after the batch's end"
                .formatted(id.batchId(), schema.name(), sequence(row, ordinal)));
      }
    }
    if (lastCommitted.isEmpty()) {
      return rows;
    }
    long after = lastCommitted.getAsLong();
    return rows.stream().filter(row -> sequence(row, ordinal) > after).toList();
  }

  private static long sequence(@Nullable Object[] row, int ordinal) {
    return row[ordinal] instanceof Long sequence ? sequence : Long.MIN_VALUE;
  }
}
