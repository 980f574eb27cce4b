package dev.freshet.autoloader.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.autoloader.schema.UnknownFieldException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The documented options of the schema, one test for each and for each evolution mode. */
class SchemaConformanceIT extends SourceFixture {
  private static final Map<String, String> TYPES = Map.of("cloudFiles.inferColumnTypes", "true");

  @Test
  void columnsAreInferredAsStringsUnlessTypesAreWanted() throws Exception {
    landing.land("a", "{\"id\":1,\"at\":{\"zip\":7},\"ok\":true}\n");

    drain("json", Map.of());

    assertThat(schema()).isEqualTo("at STRING, id STRING, ok STRING, _rescued_data STRING");
    assertThat(rows()).containsExactly("{\"zip\":7}|1|true|null");
  }

  @Test
  void inferColumnTypesGivesJsonAndCsvTypes() throws Exception {
    landing.land("a", "{\"id\":1,\"at\":{\"zip\":7},\"ok\":true,\"x\":1.5}\n");
    assertThat(load("json", TYPES).schema().toDDL())
        .isEqualTo("at STRUCT<zip: BIGINT>,id BIGINT,ok BOOLEAN,x DOUBLE,_rescued_data STRING");

    landing.land("a", "id,day,name\n1,2026-01-31,x\n");
    assertThat(load("csv", with(TYPES, "header", "true", "schema", "s2")).schema().toDDL())
        .isEqualTo("id INT,day DATE,name STRING,_rescued_data STRING");
  }

  @ParameterizedTest
  @ValueSource(strings = {"parquet", "avro", "orc"})
  void typedFormatsBringTheirTypes(String format) throws Exception {
    land(format, "a", "SELECT 1 AS id, 'x' AS name, DATE'2026-01-31' AS day");

    drain(format, Map.of());

    assertThat(schema()).isEqualTo("id INT, name STRING, day DATE, _rescued_data STRING");
    assertThat(rows()).containsExactly("1|x|2026-01-31|null");
  }

  @Test
  void xmlIsInferredToo() throws Exception {
    landing.land("a", "<rows><row><id>1</id><name>x</name></row></rows>");

    drain("xml", Map.of("rowTag", "row"));

    assertThat(schema()).isEqualTo("id STRING, name STRING, _rescued_data STRING");
    assertThat(rows()).containsExactly("1|x|null");
  }

  @Test
  void sampleIsAsLargeAsTheSettingsOfTheSessionSay() throws Exception {
    landing.land("a", "{\"a\":1}\n");
    landing.land("b", "{\"b\":1}\n");
    SPARK.conf().set("spark.databricks.cloudFiles.schemaInference.sampleSize.numFiles", "1");
    try {
      assertThat(load("json", Map.of()).schema().fieldNames())
          .containsExactly("a", "_rescued_data");
    } finally {
      SPARK.conf().unset("spark.databricks.cloudFiles.schemaInference.sampleSize.numFiles");
    }
  }

  @Test
  void schemaHintsReplaceInferredTypesAndAddColumns() throws Exception {
    landing.land("a", "{\"id\":1,\"day\":\"2026-01-31\"}\n");

    drain("json", Map.of("cloudFiles.schemaHints", "id BIGINT, day DATE, later INT"));

    assertThat(schema()).isEqualTo("day DATE, id BIGINT, later INT, _rescued_data STRING");
    assertThat(rows()).containsExactly("2026-01-31|1|null|null");
  }

  @Test
  void schemaLocationKeepsTheSchemaOverRestarts() throws Exception {
    landing.land("a", "{\"id\":1}\n");
    drain("json", Map.of());
    landing.land("b", "{\"id\":2}\n");
    drain("json", Map.of());

    assertThat(rows()).containsExactly("1|null", "2|null");
    assertThat(versions()).containsExactly("0");
  }

  @Test
  void partitionColumnsAreInferredFromThePath() throws Exception {
    new Landing(landing.directory().resolve("day=2026-01-31/n=7")).land("a", "{\"id\":1}\n");

    drain("json", TYPES);

    assertThat(schema()).isEqualTo("id BIGINT, day DATE, n INT, _rescued_data STRING");
    assertThat(rows()).containsExactly("1|2026-01-31|7|null");
  }

  @Test
  void singleVariantColumnHoldsTheWholeRecord() throws Exception {
    landing.land("a", "{\"id\":1,\"at\":{\"zip\":7}}\n");

    drain(load("json", Map.of("singleVariantColumn", "v")).selectExpr("to_json(v) AS text"));

    assertThat(rows()).containsExactly("{\"at\":{\"zip\":7},\"id\":1}");
  }

  @Test
  void schemaLocationIsAskedFor() {
    landing.land("a", "{\"id\":1}\n");

    assertThatThrownBy(() -> stream("json", Map.of()))
        .hasMessageContaining("no schema is given for cloudFiles.format json, and")
        .hasMessageContaining("cloudFiles.schemaLocation")
        .hasMessageContaining("or add .schema(...) before .load(...).");
    assertThatThrownBy(
            () ->
                stream("json", "id INT", Map.of("cloudFiles.schemaEvolutionMode", "addNewColumns")))
        .hasMessageContaining("with .schema(...) it cannot be 'addNewColumns'");
  }

  @Test
  void emptyLandingZoneNeedsHints() throws Exception {
    assertThatThrownBy(() -> load("json", Map.of()))
        .hasMessageContaining("Land a file first, or name columns with cloudFiles.schemaHints.");

    Dataset<Row> hinted = load("json", Map.of("cloudFiles.schemaHints", "id INT"));
    assertThat(hinted.schema().toDDL()).isEqualTo("id INT,_rescued_data STRING");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          json | {"id":1}   | {"id":2,"name":"x"}
          csv  | id%n1      | name,id%nx,2
          xml  | <row><id>1</id></row> | <row><id>2</id><name>x</name></row>
          """)
  void addNewColumnsStopsOnceAndReadsTheColumnAfterTheRestart(
      String format, String first, String second) throws Exception {
    Map<String, String> options = Map.of("header", "true", "rowTag", "row");
    landing.land("a", first.formatted() + "\n");
    drain(format, options);
    landing.land("b", second.formatted() + "\n");

    assertThatThrownBy(() -> drain(format, options))
        .hasRootCauseInstanceOf(UnknownFieldException.class)
        .rootCause()
        .hasMessageContaining("there are others, [name STRING]")
        .hasMessageContaining("has them now: start the query again.");
    assertThat(versions()).containsExactly("0", "1");

    drain(format, options);
    assertThat(sink.batches().get(1))
        .extracting(SchemaConformanceIT::text)
        .containsExactly("2|x|null");
    assertThat(rows()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"parquet", "avro", "orc"})
  void addNewColumnsOfTypedFormats(String format) throws Exception {
    land(format, "a", "SELECT 1 AS id, named_struct('zip', 'z') AS place");
    drain(format, Map.of());
    land(
        format,
        "b",
        "SELECT DATE'2026-01-31' AS day, 2 AS id, named_struct('zip', 'y', 'city', 'c') AS place");

    assertThatThrownBy(() -> drain(format, Map.of()))
        .rootCause()
        .hasMessageContaining("place.city STRING")
        .hasMessageContaining("day DATE");
    drain(format, Map.of());

    assertThat(sink.batches().get(1))
        .extracting(SchemaConformanceIT::text)
        .containsExactly("2|[y,c]|2026-01-31|null");
  }

  @Test
  void addNewColumnsWithTypeWideningWidensAndRescuesTheRest() throws Exception {
    Map<String, String> options =
        Map.of("cloudFiles.schemaEvolutionMode", "addNewColumnsWithTypeWidening");
    land("parquet", "a", "SELECT 1 AS id, 1.5f AS x, 1 AS n");
    drain("parquet", options);
    land("parquet", "b", "SELECT 3000000000 AS id, 2.5d AS x, 'text' AS n");

    assertThatThrownBy(() -> drain("parquet", options))
        .rootCause()
        .hasMessageContaining("[id BIGINT instead of INT, x DOUBLE instead of FLOAT]");
    drain("parquet", options);

    assertThat(sink.batches().get(1))
        .extracting(SchemaConformanceIT::withoutFile)
        .containsExactly("3000000000|2.5|null|{\"n\":\"text\"}");
  }

  @Test
  void failOnNewColumnsStopsUntilAPersonNamesTheColumn() throws Exception {
    Map<String, String> options = Map.of("cloudFiles.schemaEvolutionMode", "failOnNewColumns");
    landing.land("a", "{\"id\":1}\n");
    drain("json", options);
    landing.land("b", "{\"id\":2,\"name\":\"x\"}\n");

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> drain("json", options))
          .rootCause()
          .isInstanceOf(UnknownFieldException.class)
          .hasMessageContaining("Name them in cloudFiles.schemaHints");
    }
    assertThat(versions()).containsExactly("0");

    drain("json", with(options, "cloudFiles.schemaHints", "name STRING"));
    assertThat(sink.batches().get(1))
        .extracting(SchemaConformanceIT::text)
        .containsExactly("2|x|null");
  }

  @Test
  void rescueKeepsTheSchemaAndEverythingElseAsJson() throws Exception {
    Map<String, String> options = with(TYPES, "cloudFiles.schemaEvolutionMode", "rescue");
    landing.land("a", "{\"id\":1,\"place\":{\"zip\":\"z\"}}\n");
    drain("json", options);
    landing.land(
        "b",
        """
        {"id":2,"place":{"zip":"y"}}
        {"id":"three","place":{"zip":"x","city":{"n":1}},"more":[1,2]}
        {"ID":4,"place":"nowhere"}
        """);
    drain("json", options);

    assertThat(sink.batches().get(1))
        .extracting(SchemaConformanceIT::withoutFile)
        .containsExactlyInAnyOrder(
            "2|[y]|null",
            "null|[x]|{\"id\":\"three\",\"more\":[1,2],\"place\":{\"city\":{\"n\":1}}}",
            "null|null|{\"ID\":4,\"place\":\"nowhere\"}");
  }

  @Test
  void partsWithinArraysAndMapsAreRescuedWithTheWholeOfThem() throws Exception {
    landing.land(
        "a",
        """
        {"a":[{"x":1},{"x":2,"y":3}],"m":{"k":1}}
        {"a":[{"x":4}],"m":{"k":"text"}}
        {"a":[{"x":5}],"m":{"k":6}}
        """);

    drain(
        stream(
            "json",
            "a ARRAY<STRUCT<x: INT>>, m MAP<STRING, INT>",
            Map.of("rescuedDataColumn", "_rest")));

    assertThat(sink.rows())
        .extracting(row -> row.<String>getAs("_rest"))
        .extracting(rest -> rest == null ? "" : rest.replaceAll(",?\"_file_path\":\"[^\"]*\"", ""))
        .containsExactly("{\"a\":[{\"x\":1},{\"x\":2,\"y\":3}]}", "{\"m\":{\"k\":\"text\"}}", "");
  }

  @Test
  void noneIgnoresOtherColumnsUnlessThereIsARescuedColumn() throws Exception {
    landing.land("a", "{\"id\":1,\"name\":\"x\"}\n{\"id\":\"two\"}\n");

    drain(stream("json", "id INT", Map.of()), "first");
    drain(stream("json", "id INT", Map.of("rescuedDataColumn", "_rest")), "second");

    assertThat(sink.batches().get(0))
        .extracting(SchemaConformanceIT::text)
        .containsExactly("1", "null");
    assertThat(sink.batches().get(1))
        .extracting(SchemaConformanceIT::withoutFile)
        .containsExactly("1|{\"name\":\"x\"}", "null|{\"id\":\"two\"}");
    assertThat(sink.batches().get(1).get(0).<String>getAs("_rest"))
        .contains("\"_file_path\":\"file:" + landing.directory().resolve("a") + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"parquet", "avro", "orc"})
  void rescueKeepsOtherColumnsAndTypesOfTypedFormats(String format) throws Exception {
    Map<String, String> options = Map.of("cloudFiles.schemaEvolutionMode", "rescue");
    land(format, "a", "SELECT 1 AS id, 'x' AS name");
    drain(format, options);
    land(format, "b", "SELECT 'two' AS id, 'y' AS name, array(1, 2) AS more");
    drain(format, options);

    assertThat(sink.batches().get(1))
        .extracting(SchemaConformanceIT::withoutFile)
        .containsExactly("null|y|{\"id\":\"two\",\"more\":[1,2]}");
  }

  @Test
  void csvIsReadByTheNamesOfItsHeaderAndARaggedRowIsRescued() throws Exception {
    Map<String, String> options =
        Map.of(
            "cloudFiles.schemaEvolutionMode", "rescue",
            "header", "true",
            "cloudFiles.schemaHints", "n INT");
    landing.land("a", "id,n\n1,10\n");
    drain("csv", options);
    landing.land("b", "n,extra,id\n20,e,2\nmany,,3\n30\n");
    drain("csv", options);

    assertThat(sink.batches().get(1))
        .extracting(SchemaConformanceIT::withoutFile)
        .containsExactly(
            "2|20|{\"extra\":\"e\"}",
            "3|null|{\"n\":\"many\"}",
            "null|30|{\"_corrupt_record\":\"30\"}");
    landing.land("c", "id\n4\n");
    drain("csv", options);
    assertThat(sink.batches().get(2))
        .extracting(SchemaConformanceIT::text)
        .containsExactly("4|null|null");
  }

  @Test
  void readerCaseSensitiveFalseReadsOtherCasesAsTheColumn() throws Exception {
    Map<String, String> options = Map.of("readerCaseSensitive", "false");
    landing.land("a", "{\"id\":1}\n");
    drain("json", options);
    landing.land("b", "{\"ID\":2}\n{\"id\":3}\n");
    drain("json", options);

    assertThat(rows()).containsExactly("1|null", "2|null", "3|null");
  }

  @Test
  void malformedRecordsAreRescuedAsTheyLanded() throws Exception {
    landing.land("a", "{\"id\":1}\n{\"id\":\n");
    drain("json", Map.of());
    assertThat(sink.rows())
        .extracting(SchemaConformanceIT::withoutFile)
        .containsExactly("1|null", "null|{\"_corrupt_record\":\"{\\\"id\\\":\"}");

    Files.delete(landing.directory().resolve("a"));
    landing.land("b", "id,n\n1,2,3\n4,5\n");
    drain(load("csv", Map.of("header", "true", "schema", "s2")), "csv");
    assertThat(sink.batches().get(1))
        .extracting(SchemaConformanceIT::withoutFile)
        .containsExactly("1|2|{\"_corrupt_record\":\"1,2,3\"}", "4|5|null");
  }

  @Test
  void malformedRecordIsNullAndGoesToItsColumn() throws Exception {
    landing.land("a", "{\"id\":1,\"x\":2}\n{broken\n");

    drain(
        stream(
            "json",
            "id INT, _bad STRING",
            Map.of("rescuedDataColumn", "_rest", "columnNameOfCorruptRecord", "_bad")));

    assertThat(sink.rows())
        .extracting(SchemaConformanceIT::withoutFile)
        .containsExactly("1|null|{\"x\":2}", "null|{broken|null");
  }

  private void land(String format, String name, String sql) throws Exception {
    Path directory = Files.createTempDirectory(home, "written").resolve("data");
    SPARK.sql(sql).coalesce(1).write().format(format).save(directory.toString());
    try (Stream<Path> files = Files.list(directory)) {
      Path part =
          files
              .filter(file -> file.getFileName().toString().startsWith("part-"))
              .findFirst()
              .orElseThrow();
      landing.land(name, Files.readAllBytes(part));
    }
  }

  private static Map<String, String> with(Map<String, String> options, String... more) {
    Map<String, String> all = new HashMap<>(options);
    for (int i = 0; i < more.length; i += 2) {
      all.put(more[i], more[i + 1]);
    }
    return all;
  }

  private void drain(String format, Map<String, String> options) throws Exception {
    drain(load(format, options));
  }

  private Dataset<Row> load(String format, Map<String, String> options) {
    String location = home.resolve(options.getOrDefault("schema", "schema")).toString();
    return stream(format, with(options, "cloudFiles.schemaLocation", location));
  }

  private String schema() {
    return sink.rows().get(0).schema().toDDL().replace(",", ", ");
  }

  private List<String> rows() {
    return sink.rows().stream().map(SchemaConformanceIT::text).toList();
  }

  private static String text(Row row) {
    return row.mkString("|");
  }

  /** The row without the path in its rescued data, which is the same for all rows of a file. */
  private static String withoutFile(Row row) {
    return text(row).replaceAll(",?\"_file_path\":\"[^\"]*\"", "");
  }

  private List<String> versions() throws Exception {
    return Arrays.stream(Objects.requireNonNull(home.resolve("schema/_schemas").toFile().list()))
        .filter(name -> !name.startsWith("."))
        .sorted()
        .toList();
  }
}
