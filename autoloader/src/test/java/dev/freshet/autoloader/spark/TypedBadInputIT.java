package dev.freshet.autoloader.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.freshet.autoloader.Admission;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Bad input of columns: what happens is decided, says which file it is, and loses nothing. */
class TypedBadInputIT extends SourceFixture {
  private static final List<String> NAMES =
      List.of(
          "a b",
          "a#b",
          "a%20b",
          "a+b",
          "a\nb",
          "ünï-\u4f60-\ud83d\ude00",
          "a=b?c&d;e",
          "'\"\\",
          "a[1]{b,c}*");

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BINARY_FILE")
  void everyNameIsReadWithAndWithoutRescuedData(FormatSample sample) throws Exception {
    for (int i = 0; i < NAMES.size(); i++) {
      landing.land(NAMES.get(i), sample.file(SPARK, i, i + 1L));
    }

    drain(stream(sample.format, sample.schema, sample.options));
    Map<String, String> rescuing = new HashMap<>(sample.options);
    rescuing.put("rescuedDataColumn", "_rest");
    drain(stream(sample.format, sample.schema, rescuing), "rescuing");

    assertThat(sink.batches()).hasSize(2);
    for (var batch : sink.batches()) {
      assertThat(sample.names(batch))
          .containsExactlyInAnyOrderElementsOf(FormatSample.names(0, NAMES.size()));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "json | [{\"id\":1,\"more\":2}]",
        "csv  | id,more%n1,2",
        "xml  | <r><row><id>1</id><more>2</more></row></r>"
      })
  void nameThatLooksLikeAGlobIsThatFileForTheInferenceToo(String format, String content)
      throws Exception {
    landing.land("a[1]", content.formatted());
    landing.land("a1", content.formatted().replace("more", "other"));

    drain(
        stream(
            format,
            "id INT",
            Map.of(
                "multiLine",
                "true",
                "header",
                "true",
                "rowTag",
                "row",
                "rescuedDataColumn",
                "_rest",
                "pathGlobFilter",
                "a?1*")));

    assertThat(sink.values("_rest")).singleElement().asString().contains("\"more\"");
  }

  @Test
  void directoryThatVanishesFailsTheQueryUnlessMissingFilesAreIgnored() throws Exception {
    Path sub = landing.directory().resolve("sub");
    new Landing(sub).land("a", "one\n");
    landing.land("b", "two\n");
    Path away = home.resolve("away");

    assertThatThrownBy(() -> drainAfter(() -> Files.move(sub, away), Map.of()))
        .hasStackTraceContaining(
            "Cannot read 1 file(s), first " + sub.resolve("a") + ": removed after discovery");
    drainAfter(() -> {}, Map.of("ignoreMissingFiles", "true"));
    Files.move(away, landing.directory().resolve("appeared"));
    drainAfter(() -> {}, Map.of());

    assertThat(sink.values("value")).containsExactlyInAnyOrder("two", "one");
  }

  @Test
  void landingZoneThatIsAwayIsNotMissingFiles() throws Exception {
    landing.land("a", "one\n");
    Path away = home.resolve("away");
    Map<String, String> lenient = Map.of("ignoreMissingFiles", "true");

    assertThatThrownBy(() -> drainAfter(() -> Files.move(landing.directory(), away), lenient))
        .hasStackTraceContaining("the landing zone " + landing.directory() + " is away");
    Files.move(away, landing.directory());
    drainAfter(() -> {}, lenient);

    assertThat(sink.values("value")).containsExactly("one");
  }

  @Test
  void fileThatMayNotBeReadFailsTheQueryWithItsNameUntilItMay() throws Exception {
    Path closed = landing.land("closed", "one\n");
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
    assumeFalse(Files.isReadable(closed), "this user may read everything");

    assertThatThrownBy(() -> drainAfter(() -> {}, Map.of()))
        .hasStackTraceContaining(closed.toString())
        .hasStackTraceContaining("Permission denied");
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rw-------"));
    drainAfter(() -> {}, Map.of());

    assertThat(sink.values("value")).containsExactly("one");
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"BINARY_FILE", "MULTI_LINE_JSON"})
  void emptyFileHasNoRow(FormatSample sample) throws Exception {
    landing.land("a", "");
    landing.land("b", sample.file(SPARK, 0, 3));

    drain(stream(sample.format, sample.schema, sample.options));
    Map<String, String> inferring = new HashMap<>(sample.options);
    inferring.put("cloudFiles.schemaLocation", home.resolve("schema").toString());
    drain(stream(sample.format, inferring), "inferring");

    assertThat(sink.batchSizes()).containsExactly(3, 3);
  }

  @Test
  void parquetOfAnotherTypeFailsTheQueryWithItsName() throws Exception {
    landing.land("a", FormatSample.PARQUET.file(SPARK, 0, 3));

    assertThatThrownBy(() -> drain(stream("parquet", "id BIGINT, name DATE", Map.of())))
        .hasStackTraceContaining("/a")
        .hasStackTraceContaining("name");
  }

  @Test
  void csvWithAnotherHeaderIsReadByTheNamesOfTheSchemaOnlyIfTheyAreThere() throws Exception {
    landing.land("a", "id,n\n1,2\n");
    landing.land("b", "n,id\n4,3\n");

    assertThatThrownBy(
            () ->
                drain(
                    stream(
                        "csv",
                        "id INT, n INT",
                        Map.of("header", "true", "enforceSchema", "false"))))
        .hasStackTraceContaining("CSV header does not conform to the schema");
    drain(
        stream("csv", "id INT, n INT", Map.of("header", "true", "rescuedDataColumn", "_rest")),
        "rescuing");

    assertThat(sink.rows())
        .extracting(row -> row.mkString("|"))
        .containsExactlyInAnyOrder("1|2|null", "3|4|null");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "json | {\"id\":\"     | \"}            | line 2 is longer than",
        "csv  | id,             | ,               | line 2 is longer than",
        "text | x               | x               | line 2 is longer than",
        "xml  | <r><row><id>    | </id></row></r> | from one '<row' to the next"
      })
  void recordThatIsTooLargeForTheMemoryIsRefusedWithItsFile(
      String format, String before, String after, String reason) throws Exception {
    landing.land("good", "");
    landing.land("huge.gz", hugeLine("{}\n" + before, after));
    String schema = format.equals("text") ? "value STRING" : "id STRING";

    assertThatThrownBy(() -> drain(stream(format, schema, Map.of("rowTag", "row"))))
        .hasStackTraceContaining("Cannot read " + landing.directory().resolve("huge.gz") + ": ")
        .hasStackTraceContaining(reason)
        .hasStackTraceContaining("Or set badRecordsPath to continue without it.");
  }

  @Test
  void damagedParquetIsToldWithoutAJobOfSpark() throws Exception {
    byte[] whole = FormatSample.PARQUET.file(SPARK, 0, 5000);
    landing.land("bad", Arrays.copyOf(whole, whole.length / 2));
    int before = jobs();

    drain(stream("parquet", Map.of("autoloader.output", "envelope")));

    assertThat(sink.rows()).hasSize(1);
    assertThat(sink.rows().get(0).<String>getAs("error")).contains("bad is not a Parquet file");
    assertThat(jobs() - before).as("the one that reads the batch").isEqualTo(1);
  }

  private static int jobs() {
    return SPARK.sparkContext().statusTracker().getJobIdsForGroup(null).length
        + SPARK.sparkContext().dagScheduler().nextJobId().get();
  }

  /** A packed line of more than a sixteenth of the heap. */
  static byte[] hugeLine(String before, String after) throws IOException {
    byte[] mebibyte = "x".repeat(1 << 20).getBytes(UTF_8);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(before.getBytes(UTF_8));
      for (long i = 0; i <= (Runtime.getRuntime().maxMemory() >> 20) / 16; i++) {
        gzip.write(mebibyte);
      }
      gzip.write((after + "\n").getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  /** Reads text, and changes something after discovery and before reading. */
  private void drainAfter(ChangesWhilePlanned.Change change, Map<String, String> options)
      throws Exception {
    Map<String, String> all = new HashMap<>(options);
    all.put("autoloader.admission", "changes");
    try (Admission admission = Admission.register("changes", new ChangesWhilePlanned(change))) {
      drain(stream("text", all));
    }
  }
}
