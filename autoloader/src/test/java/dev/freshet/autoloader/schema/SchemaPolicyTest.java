package dev.freshet.autoloader.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.autoloader.option.EvolutionMode;
import java.util.List;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SchemaPolicyTest {
  private static final StructType SCHEMA =
      StructType.fromDDL(
          "id INT, name STRING, place STRUCT<zip: STRING>, at ARRAY<STRUCT<a: INT>>");

  @Test
  void newColumnsComeLastAndInsideTheirStructs() {
    SchemaDecision decision =
        decide(
            EvolutionMode.ADD_NEW_COLUMNS,
            "extra DATE, id INT, place STRUCT<zip: STRING, city: STRING>, at ARRAY<STRUCT<a: INT, b: INT>>");

    assertThat(decision)
        .isEqualTo(
            new SchemaDecision.Stop(
                List.of("extra DATE", "place.city STRING", "at.element.b INT"),
                StructType.fromDDL(
                    "id INT, name STRING, place STRUCT<zip: STRING, city: STRING>,"
                        + " at ARRAY<STRUCT<a: INT, b: INT>>, extra DATE"),
                true));
  }

  @ParameterizedTest
  @EnumSource
  void schemaStaysIfFilesHaveFewerColumnsOrOtherTypes(EvolutionMode mode) {
    assertThat(decide(mode, "name INT, id STRING")).isEqualTo(new SchemaDecision.Keep());
  }

  @ParameterizedTest
  @EnumSource
  void nameThatDiffersOnlyInCaseIsNoNewColumn(EvolutionMode mode) {
    assertThat(decide(mode, "ID INT, Name STRING")).isEqualTo(new SchemaDecision.Keep());
  }

  @ParameterizedTest
  @EnumSource(names = {"NONE", "RESCUE"})
  void modesThatKeepTheSchemaKeepIt(EvolutionMode mode) {
    assertThat(decide(mode, "extra INT")).isEqualTo(new SchemaDecision.Keep());
  }

  @Test
  void failOnNewColumnsStopsAndSavesNothing() {
    assertThat(decide(EvolutionMode.FAIL_ON_NEW_COLUMNS, "extra INT"))
        .isInstanceOfSatisfying(
            SchemaDecision.Stop.class, stop -> assertThat(stop.saved()).isFalse());
  }

  @Test
  void onlyTypeWideningWidens() {
    assertThat(decide(EvolutionMode.ADD_NEW_COLUMNS, "id BIGINT"))
        .isEqualTo(new SchemaDecision.Keep());
    assertThat(decide(EvolutionMode.ADD_NEW_COLUMNS_WITH_TYPE_WIDENING, "id BIGINT"))
        .isInstanceOfSatisfying(
            SchemaDecision.Stop.class,
            stop -> assertThat(stop.columns()).containsExactly("id BIGINT instead of INT"));
  }

  @Test
  void withoutTypesEveryNewColumnIsAString() {
    SchemaDecision decision =
        new SchemaPolicy(EvolutionMode.ADD_NEW_COLUMNS, true)
            .decide(SCHEMA, StructType.fromDDL("extra STRUCT<a: INT>"));

    assertThat(decision)
        .isInstanceOfSatisfying(
            SchemaDecision.Stop.class,
            stop -> assertThat(stop.columns()).containsExactly("extra STRING"));
  }

  /** The documented widenings, and some that are documented not to be any. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          TINYINT       | SMALLINT      | true
          TINYINT       | DOUBLE        | true
          SMALLINT      | INT           | true
          INT           | BIGINT        | true
          INT           | DOUBLE        | true
          INT           | DECIMAL(10,0) | true
          INT           | DECIMAL(10,1) | false
          BIGINT        | DOUBLE        | false
          BIGINT        | DECIMAL(20,0) | true
          BIGINT        | INT           | false
          FLOAT         | DOUBLE        | true
          DOUBLE        | FLOAT         | false
          DECIMAL(5,2)  | DECIMAL(7,2)  | true
          DECIMAL(5,2)  | DECIMAL(5,3)  | false
          DECIMAL(5,2)  | DECIMAL(5,2)  | false
          DATE          | TIMESTAMP_NTZ | true
          DATE          | TIMESTAMP     | false
          INT           | STRING        | false
          INT           | INT           | false
          """)
  void typeIsWiderIfItHoldsEveryValue(String narrow, String wide, boolean expected) {
    StructType types = StructType.fromDDL("n " + narrow + ", w " + wide);

    assertThat(TypeWidening.isWider(types.apply(0).dataType(), types.apply(1).dataType()))
        .isEqualTo(expected);
  }

  private static SchemaDecision decide(EvolutionMode mode, String seen) {
    return new SchemaPolicy(mode, false).decide(SCHEMA, StructType.fromDDL(seen));
  }
}
