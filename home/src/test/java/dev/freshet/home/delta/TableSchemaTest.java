package dev.freshet.home.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableSchemaTest {

  @Test
  void kernelSeesTheColumns() {
    var kernel = GoldRows.SCHEMA.kernelType();

    assertThat(kernel.fields())
        .extracting(f -> f.isNullable())
        .containsExactly(false, false, true, false, true, false);
    assertThat(kernel.fields())
        .extracting(f -> f.getDataType().toString())
        .containsExactly("string", "long", "integer", "boolean", "timestamp", "long");
  }

  @Test
  void rowsThatFitAreAccepted() {
    Object[] full = {"k", 1L, 7, false, Instant.EPOCH, 1L};

    assertThatCode(() -> GoldRows.SCHEMA.requireFitting(List.of(full, GoldRows.row("k", 2))))
        .doesNotThrowAnyException();
  }

  @Test
  void valueOfTheWrongTypeIsRefusedWithoutShowingIt() {
    Object[] row = {"k", "secret", null, false, null, 1L};

    assertThatThrownBy(() -> GoldRows.SCHEMA.requireFitting(List.<Object[]>of(row)))
        .hasMessage(
            "Cannot append row 0 to table gold: column record_version is required LONG, the value"
                + " is a String");
  }

  @Test
  void missingRequiredValueIsRefused() {
    Object[] row = {null, 1L, null, false, null, 1L};

    assertThatThrownBy(() -> GoldRows.SCHEMA.requireFitting(List.<Object[]>of(row)))
        .hasMessage(
            "Cannot append row 0 to table gold: column record_key is required STRING, the value is"
                + " missing");
  }

  @Test
  void rowOfTheWrongWidthIsRefused() {
    assertThatThrownBy(() -> GoldRows.SCHEMA.requireFitting(List.<Object[]>of(new Object[] {"k"})))
        .hasMessage("Cannot append row 0 to table gold: it has 1 values, the table 6 columns");
  }

  @Test
  void columnNamedTwiceIsRefused() {
    Column column = Column.required("a", ColumnType.LONG, "A.");

    assertThatThrownBy(() -> TableSchema.unsequenced("t", List.of(column, column)))
        .hasMessage("Invalid schema of table t: column a occurs twice");
  }

  @Test
  void sequenceColumnMustBeARequiredLong() {
    Column column = Column.optional("seq", ColumnType.LONG, "S.");

    assertThatThrownBy(() -> TableSchema.sequenced("t", "seq", List.of(column)))
        .hasMessage("Invalid schema of table t: seq is not a required LONG");
    assertThatThrownBy(() -> TableSchema.sequenced("t", "other", List.of(column)))
        .hasMessage("Table t has no column other");
  }
}
