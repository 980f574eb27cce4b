package dev.freshet.lance.table;

import java.nio.charset.StandardCharsets;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * A column of texts in one batch of rows. Valid until the next batch is loaded.
 *
 * @param values the column as Arrow has it
 */
public record TextColumn(VarCharVector values) {

  /** The column {@code name} of {@code batch}. */
  public static TextColumn of(VectorSchemaRoot batch, String name) {
    return new TextColumn((VarCharVector) batch.getVector(name));
  }

  /** How many rows the batch has. */
  public int rows() {
    return values.getValueCount();
  }

  /** Whether the row has no text. */
  public boolean isNull(int row) {
    return values.isNull(row);
  }

  /** The text of a row that has one. */
  public String text(int row) {
    return new String(values.get(row), StandardCharsets.UTF_8);
  }
}
