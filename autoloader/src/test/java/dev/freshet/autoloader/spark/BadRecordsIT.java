package dev.freshet.autoloader.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.autoloader.Admission;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Option {@code badRecordsPath}: what cannot be read is written down, and the rest goes on. */
class BadRecordsIT extends SourceFixture {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SCHEMA = "id INT, name STRING";

  @AfterEach
  void steady() {
    UnsteadyFileSystem.FAILURES.set(0);
    UnsteadyFileSystem.FAILURES_OF_SPARK.set(0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          json | {"id":1,"name":"x"}%n{"id":2,"na%n{"id":3}      | {"id":2,"na | it is not JSON
          json | {"id":1,"name":"x"}%n{"id":"two"}%n{"id":3}     | {"id":"two"} | it has no value of the type of the column: id INT
          json | {"id":1,"name":"x"}%n7%n{"id":3}                | 7 | it is no JSON object
          csv  | id,name%n1,x%n2,y,z%n3,                         | 2,y,z | it has 3 values, and its file has 2 columns
          csv  | id,name%n1,x%n2%n3,                             | 2 | it has 1 values, and its file has 2 columns
          csv  | id,name%n1,x%ntwo,y%n3,                         | two,y | it has no value of the type of the column: id INT
          xml  | <r><row><id>1</id><name>x</name></row>%n<row><id>2</name></row><row><id>3</id></row></r> | <row><id>2</name></row> | it is not XML
          xml  | <r><row><id>1</id><name>x</name></row><row><id>two</id></row><row><id>3</id></row></r> | <row><id>two</id></row> | a value in it does not have the type of its column
          """)
  void malformedRecordIsWrittenDownAndTheOthersAreRows(
      String format, String content, String record, String reason) throws Exception {
    landing.land("a b", content.formatted() + "\n");

    drain(stream(format, SCHEMA, bad(Map.of("header", "true", "rowTag", "row"))));

    assertThat(texts()).containsExactly("1|x", "3|null");
    assertThat(badRecords()).hasSize(1);
    JsonNode written = badRecords().get(0);
    assertThat(written.path("path").asText())
        .isEqualTo("file:" + landing.directory().resolve("a b"));
    assertThat(written.path("record").asText()).isEqualTo(record);
    assertThat(written.path("reason").asText()).startsWith(reason);
    assertThat(badFiles()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          json | {"id":1,"name":"x"}%n{"id":"two","more":1}%n{broken | {broken
          csv  | id,name%n1,x%ntwo,y%n2                              | 2
          csv  | id,name,more%n1,x,%ntwo,y,%n2                       | 2
          xml  | <r><row><id>1</id><name>x</name></row><row><id>two</id></row></r> |
          """)
  void withRescuedDataOnlyMalformedRecordsAreBad(String format, String content, String record)
      throws Exception {
    landing.land("a", content.formatted() + "\n");

    drain(
        stream(
            format,
            SCHEMA,
            bad(Map.of("header", "true", "rowTag", "row", "rescuedDataColumn", "_rest"))));

    assertThat(sink.rows()).hasSize(2);
    assertThat(sink.rows().get(1).<String>getAs("_rest")).contains("\"id\":\"two\"");
    assertThat(badRecords())
        .extracting(each -> each.path("record").asText())
        .containsExactlyElementsOf(record == null ? List.of() : List.of(record));
  }

  @Test
  void columnForMalformedRecordsHasNone() throws Exception {
    landing.land("a", "{\"id\":1}\n{broken\n");

    drain(stream("json", "_corrupt_record STRING, id INT", bad(Map.of())));

    assertThat(texts()).containsExactly("null|1");
    assertThat(badRecords()).hasSize(1);
  }

  @Test
  void singleVariantColumnHasOnlyRecordsThatAreJson() throws Exception {
    landing.land("a", "{\"id\":1}\n{broken\n");

    drain(
        stream("json", "v VARIANT", bad(Map.of("singleVariantColumn", "v")))
            .selectExpr("to_json(v) AS text"));

    assertThat(texts()).containsExactly("{\"id\":1}");
    assertThat(badRecords()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BINARY_FILE")
  void damagedFileIsWrittenDownAndTheBatchGoesOn(FormatSample sample) throws Exception {
    landing.land("good", sample.file(SPARK, 0, 10));
    landing.land("bad.gz", damaged(sample));

    for (boolean rescues : List.of(false, true)) {
      Map<String, String> options = new HashMap<>(sample.options);
      if (rescues) {
        options.put("rescuedDataColumn", "_rest");
      }
      drain(stream(sample.format, sample.schema, bad(options)), "rescues " + rescues);
    }

    assertThat(sink.batches()).hasSize(2);
    for (List<Row> batch : sink.batches()) {
      assertThat(sample.names(batch))
          .containsAll(FormatSample.names(0, 10))
          .doesNotHaveDuplicates();
    }
    assertThat(badFiles()).hasSize(2);
    for (JsonNode each : badFiles()) {
      assertThat(each.path("path").asText())
          .isEqualTo("file:" + landing.directory().resolve("bad.gz"));
      assertThat(each.path("reason").asText()).isNotBlank();
    }
  }

  @Test
  void schemaIsInferredWithoutADamagedFile() throws Exception {
    landing.land("a", damaged(FormatSample.PARQUET));
    landing.land("b", FormatSample.PARQUET.file(SPARK, 0, 10));

    drain(
        stream(
            "parquet",
            bad(Map.of("cloudFiles.schemaLocation", home.resolve("schema").toString()))));

    assertThat(FormatSample.PARQUET.names(sink.rows()))
        .containsExactlyInAnyOrderElementsOf(FormatSample.names(0, 10));
    assertThat(badFiles()).hasSize(1);
  }

  @Test
  void batchThatIsRepeatedReplacesWhatItWrote() throws Exception {
    landing.land("a", "{\"id\":1}\n{broken\n");
    landing.land("b.gz", damaged(FormatSample.JSON));
    drain(stream("json", SCHEMA, bad(Map.of())));
    List<Path> before = files();
    landing.land("c", "{also broken\n");
    drain(stream("json", SCHEMA, bad(Map.of())));
    assertThat(badRecords())
        .extracting(each -> each.path("record").asText())
        .contains("{also broken");

    // As if the process had been killed after the batch and before its commit.
    Path checkpoint = home.resolve("checkpoint");
    delete(checkpoint.resolve("commits"));
    Files.createDirectories(checkpoint.resolve("commits"));
    delete(checkpoint.resolve("offsets/1"));
    delete(checkpoint.resolve("offsets/.1.crc"));
    SPARK.conf().set("spark.sql.files.maxPartitionBytes", "1k"); // Other parts than before.
    try {
      drain(stream("json", SCHEMA, bad(Map.of())));
    } finally {
      SPARK.conf().unset("spark.sql.files.maxPartitionBytes");
    }

    assertThat(files()).containsAll(before);
    assertThat(badRecords())
        .extracting(each -> each.path("record").asText())
        .containsExactlyInAnyOrder("{broken", "{also broken");
    assertThat(badFiles()).hasSize(1);
  }

  @Test
  void batchThatIsReadTwiceOrOnlyInPartIsWrittenDownOnce() throws Exception {
    landing.land("a", "{\"id\":1}\n{\"id\":2}\n{broken\n{\"id\":3}\n");
    VoidFunction2<Dataset<Row>, Long> reads =
        (batch, id) -> {
          batch.collectAsList();
          batch.limit(1).collectAsList();
          batch.collectAsList();
        };
    stream("json", SCHEMA, bad(Map.of()))
        .writeStream()
        .option("checkpointLocation", home.resolve("checkpoint").toString())
        .trigger(Trigger.AvailableNow())
        .foreachBatch(reads)
        .start()
        .awaitTermination();

    assertThat(badRecords()).hasSize(1);
  }

  @Test
  void taskThatFailsLeavesNothingAndTheNextOneWritesItDown() throws Exception {
    landing.land("a", "{\"id\":1}\n{broken\n{\"id\":3}\n");

    assertThatThrownBy(
            () ->
                drain(
                    stream("json", SCHEMA, bad(Map.of()))
                        .selectExpr("IF(id = 3, raise_error('killed'), id) AS id")))
        .hasStackTraceContaining("killed");
    assertThat(files()).as("nothing, not even a temporary file").isEmpty();

    drain(stream("json", SCHEMA, bad(Map.of())));
    assertThat(badRecords()).hasSize(1);
  }

  @Test
  void fileThatIsGoneIsWrittenDown() throws Exception {
    Path gone = landing.land("a", "{\"id\":1}\n");
    landing.land("b", "{\"id\":2}\n");

    drainAfter(() -> Files.delete(gone), Map.of());

    assertThat(texts()).containsExactly("2|null");
    assertThat(badFiles())
        .extracting(each -> each.path("path").asText() + " " + each.path("reason").asText())
        .containsExactly("file:" + gone + " it was removed after discovery and before reading");
  }

  @Test
  void landingZoneThatIsAwayFailsTheBatch() throws Exception {
    landing.land("a", "{\"id\":1}\n");
    Path away = home.resolve("away");

    assertThatThrownBy(() -> drainAfter(() -> Files.move(landing.directory(), away), Map.of()))
        .hasStackTraceContaining("StorageAwayException");
    assertThat(files()).isEmpty();
    Files.move(away, landing.directory());
    drain(stream("json", SCHEMA, bad(Map.of())));

    assertThat(texts()).containsExactly("1|null");
  }

  /** Reads what has landed, and changes something after discovery and before reading. */
  private void drainAfter(ChangesWhilePlanned.Change change, Map<String, String> options)
      throws Exception {
    Map<String, String> all = new HashMap<>(bad(options));
    all.put("autoloader.admission", "changes");
    try (Admission admission = Admission.register("changes", new ChangesWhilePlanned(change))) {
      drain(stream("json", SCHEMA, all));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"AVRO", "ORC", "PARQUET"})
  void emptyFileOfAFormatWithAnEndIsWrittenDown(FormatSample sample) throws Exception {
    landing.land("a", "");
    landing.land("b", sample.file(SPARK, 0, 3));

    drain(stream(sample.format, sample.schema, bad(Map.of())));

    assertThat(sink.rows()).hasSize(3);
    assertThat(badFiles())
        .extracting(each -> each.path("reason").asText())
        .containsExactly("it is empty");
  }

  @Test
  void lineThatIsTooLongForTheMemoryIsABadFile() throws Exception {
    landing.land("a.gz", TypedBadInputIT.hugeLine("", ""));
    landing.land("b", "{\"id\":1}\n");

    drain(stream("json", SCHEMA, bad(Map.of("rescuedDataColumn", "_rest"))));

    assertThat(sink.rows()).hasSize(1);
    assertThat(badFiles())
        .extracting(each -> each.path("reason").asText())
        .singleElement()
        .asString()
        .startsWith("line 1 is longer than");
  }

  @Test
  void storageThatIsAwayFailsTheBatchAndNothingIsWrittenDown() throws Exception {
    landing.land("a", FormatSample.PARQUET.file(SPARK, 0, 10));
    Map<String, String> options =
        bad(
            Map.of(
                "fs." + UnsteadyFileSystem.SCHEME + ".impl", UnsteadyFileSystem.class.getName()));
    UnsteadyFileSystem.FAILURES.set(Integer.MAX_VALUE);
    UnsteadyFileSystem.FAILURES_OF_SPARK.set(Integer.MAX_VALUE);
    String path = UnsteadyFileSystem.SCHEME + ":" + landing.directory();
    String schema = FormatSample.PARQUET.schema;

    assertThatThrownBy(() -> drain(reader("parquet", options).schema(schema).load(path)))
        .hasStackTraceContaining("StorageAwayException");
    assertThat(badFiles()).isEmpty();
    steady();
    UnsteadyFileSystem.FAILURES_OF_SPARK.set(1);
    drain(reader("parquet", options).schema(schema).load(path));

    assertThat(sink.rows()).hasSize(10);
    assertThat(badFiles()).isEmpty();
  }

  @Test
  void fileThatIsWrittenDownStaysWhereItLanded() throws Exception {
    landing.land("good", "{\"id\":1}\n");
    landing.land("record", "{broken\n");
    landing.land("file.gz", damaged(FormatSample.JSON));

    drain(
        stream(
            "json",
            SCHEMA,
            bad(
                Map.of(
                    "cloudFiles.cleanSource", "MOVE",
                    "cloudFiles.cleanSource.retentionDuration", "0 seconds",
                    "cloudFiles.cleanSource.moveDestination",
                        home.resolve("archive").toString()))));

    try (Stream<Path> left = Files.list(landing.directory())) {
      assertThat(left.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("record", "file.gz");
    }
  }

  @Test
  void directoryWithinTheLandingPathIsRefused() throws Exception {
    landing.land("a", "{\"id\":1}\n");
    Path link = Files.createSymbolicLink(home.resolve("link"), landing.directory());

    for (Path inside : List.of(landing.directory(), landing.directory().resolve("bad"), link)) {
      Map<String, String> options = Map.of("badRecordsPath", inside.toString());
      assertThatThrownBy(() -> drain(stream("json", SCHEMA, options)))
          .hasStackTraceContaining("lies in the landing path")
          .hasStackTraceContaining("Give a directory outside of it");
    }
  }

  @Test
  void batchOfAllThatHasLandedWritesDownToo() throws Exception {
    landing.land("a", "{\"id\":1}\n{broken\n");

    long rows =
        SPARK
            .read()
            .format("autoloader")
            .option("cloudFiles.format", "json")
            .options(bad(Map.of()))
            .schema(SCHEMA)
            .load(landing.directory().toString())
            .count();

    assertThat(rows).isEqualTo(1);
    assertThat(badRecords()).hasSize(1);
  }

  private Map<String, String> bad(Map<String, String> more) {
    Map<String, String> options = new HashMap<>(more);
    options.put("badRecordsPath", home.resolve("bad").toString());
    return options;
  }

  private static byte[] damaged(FormatSample sample) {
    byte[] whole = sample.file(SPARK, 10, 5000);
    byte[] landed = sample.isPackedAsAWhole() ? Landing.gzip(new String(whole, UTF_8)) : whole;
    return Arrays.copyOf(landed, landed.length / 2);
  }

  private List<String> texts() {
    return sink.rows().stream().map(row -> row.mkString("|")).toList();
  }

  private List<JsonNode> badRecords() throws IOException {
    return written("bad_records");
  }

  private List<JsonNode> badFiles() throws IOException {
    return written("bad_files");
  }

  private List<JsonNode> written(String kind) throws IOException {
    return files().stream()
        .filter(file -> file.getParent().getFileName().toString().equals(kind))
        .flatMap(BadRecordsIT::lines)
        .toList();
  }

  private List<Path> files() throws IOException {
    Path bad = home.resolve("bad");
    if (!Files.exists(bad)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(bad)) {
      List<Path> files =
          all.filter(Files::isRegularFile)
              .filter(file -> !file.toString().endsWith(".crc"))
              .toList();
      assertThat(files)
          .allMatch(file -> bad.relativize(file).getName(0).toString().matches("\\d{8}T\\d{6}"));
      return files;
    }
  }

  private static Stream<JsonNode> lines(Path file) {
    try {
      return Files.readAllLines(file).stream().map(BadRecordsIT::json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode json(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path path) throws IOException {
    if (Files.exists(path)) {
      try (Stream<Path> all = Files.walk(path)) {
        all.sorted(Comparator.reverseOrder()).forEach(each -> each.toFile().delete());
      }
    }
  }
}
