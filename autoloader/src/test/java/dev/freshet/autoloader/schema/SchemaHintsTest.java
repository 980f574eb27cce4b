package dev.freshet.autoloader.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.autoloader.option.InvalidOptionException;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaHintsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          id STRING                     | id BIGINT                     | id BIGINT
          id STRING                     | ID DATE                       | id DATE
          id STRING                     | n DECIMAL(10,2), m MAP<STRING, INT> | id STRING, n DECIMAL(10,2), m MAP<STRING, INT>
          s STRUCT<a: STRING, b: INT>   | s.a DATE                      | s STRUCT<a: DATE, b: INT>
          s STRUCT<a: STRING>           | s.c INT                       | s STRUCT<a: STRING, c: INT>
          a ARRAY<STRUCT<x: STRING>>    | a.element.x INT               | a ARRAY<STRUCT<x: INT>>
          m MAP<STRING, STRING>         | m.value INT, m.key DATE       | m MAP<DATE, INT>
          id STRING                     | `a b` INT, s.b INT            | id STRING, `a b` INT, s STRUCT<b: INT>
          """)
  void typesOfHintsReplaceInferredOnes(String inferred, String hints, String expected) {
    assertThat(SchemaHints.parse(hints).applyTo(StructType.fromDDL(inferred)))
        .isEqualTo(StructType.fromDDL(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          id            | of 'id', it has no type
          id, b INT     | of 'id', it has no type
          id NUMBERS    | of 'id NUMBERS', there is no type 'NUMBERS'
          """)
  void hintThatCannotBeReadIsNamed(String hints, String why) {
    assertThatThrownBy(() -> SchemaHints.parse(hints))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessage(
            "Cannot use option cloudFiles.schemaHints: "
                + why
                + ". Write hints like id BIGINT, place.zip STRING.");
  }
}
