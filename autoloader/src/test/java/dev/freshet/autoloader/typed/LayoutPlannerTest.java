package dev.freshet.autoloader.typed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.autoloader.option.CloudFilesFormat;
import dev.freshet.autoloader.reader.ColumnScan;
import dev.freshet.autoloader.reader.FileLayout;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayoutPlannerTest {
  private static final StructType NO_PATH = new StructType();

  @Test
  void fileWhoseColumnsAllFitIsReadOnceAndRescuesNothing() {
    FileLayout layout = plan(CloudFilesFormat.JSON, "id BIGINT, name STRING", "name INT, id INT");

    assertThat(layout).isEqualTo(FileLayout.of(ddl("id BIGINT, name STRING"), NO_PATH));
  }

  @Test
  void textFormatReadsAgainAsTextWhatMayNotFit() {
    FileLayout layout = plan(CloudFilesFormat.JSON, "id INT", "id STRING, more DATE");

    assertThat(layout.data()).isEqualTo(ddl("id INT"));
    assertThat(layout.rest())
        .contains(
            new FileLayout.Rest(
                ddl("id STRING, more DATE"), Optional.of(ddl("id STRING, more STRING"))));
  }

  @Test
  void typedFormatReadsWhatDoesNotFitAsItIs() {
    FileLayout layout =
        plan(CloudFilesFormat.PARQUET, "id INT, name STRING", "name STRING, id STRING, more DATE");

    assertThat(layout.data()).isEqualTo(ddl("name STRING"));
    assertThat(layout.all()).isEqualTo(ddl("name STRING, id STRING, more DATE"));
    assertThat(layout.rest())
        .contains(new FileLayout.Rest(ddl("id STRING, more DATE"), Optional.empty()));
    assertThat(layout.positions(ddl("id INT, name STRING"), true))
        .isEqualTo(List.of(List.of(), List.of(0)));
  }

  @Test
  void csvIsToldTheColumnsOfTheFileInItsOrder() {
    FileLayout layout =
        plan(CloudFilesFormat.CSV, "id INT, gone DATE, name STRING", "name STRING, id INT");

    assertThat(layout.all()).isEqualTo(ddl("name STRING, id INT"));
    assertThat(layout.positions(ddl("id INT, gone DATE, name STRING"), true))
        .isEqualTo(List.of(List.of(1), List.of(), List.of(0)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          INT               | BIGINT               | true
          BIGINT            | INT                  | false
          STRUCT<a: INT>    | STRUCT<a: BIGINT, b: INT> | true
          STRUCT<a: INT, c: INT> | STRUCT<a: INT>  | false
          ARRAY<INT>        | ARRAY<DOUBLE>        | true
          ARRAY<STRING>     | ARRAY<INT>           | false
          VOID              | DATE                 | true
          """)
  void valueFitsIfTheReaderReadsAllOfIt(String seen, String wanted, boolean fits) {
    StructType types = ddl("s " + seen + ", w " + wanted);

    assertThat(LayoutPlanner.fits(types.apply(0).dataType(), types.apply(1).dataType(), false))
        .isEqualTo(fits);
  }

  private static FileLayout plan(CloudFilesFormat format, String wanted, String seen) {
    return new LayoutPlanner(format, true, true)
        .plan(ddl(wanted), NO_PATH, new ColumnScan.Seen(List.of(), ddl(seen), Optional.empty()));
  }

  private static StructType ddl(String text) {
    return StructType.fromDDL(text);
  }
}
