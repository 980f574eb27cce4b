package dev.freshet.autoloader.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every format that Spark reads, through the source: the right rows, each once. */
class FormatConformanceIT extends SourceFixture {
  @ParameterizedTest
  @EnumSource
  void rowsAreReadOnceOverBatchesRestartsAndARewrite(FormatSample sample) throws Exception {
    Map<String, String> options = Map.of("cloudFiles.maxFilesPerTrigger", "1");
    land(sample, "a b[1]#%.x", 0, 10);
    land(sample, "b.x", 10, 20);
    drain(sample, options);

    assertThat(sink.batches()).hasSize(2);
    assertThat(sample.names(sink.rows()))
        .containsExactlyInAnyOrderElementsOf(FormatSample.names(0, 20));
    assertThat(sink.rows().stream().map(FormatConformanceIT::text))
        .as("rows of Spark's own reader")
        .containsExactlyInAnyOrderElementsOf(
            ownReader(sample).collectAsList().stream().map(FormatConformanceIT::text).toList());

    land(sample, "c.x", 20, 30);
    land(sample, "b.x", 30, 45);
    drain(sample, options);

    assertThat(sample.names(sink.rows()))
        .containsExactlyInAnyOrderElementsOf(FormatSample.names(0, 45));
  }

  private Dataset<Row> ownReader(FormatSample sample) {
    return SPARK
        .read()
        .format(sample.format)
        .options(sample.options)
        .schema(sample.schema)
        .load(landing.directory().toString());
  }

  /** Arrays of bytes have no text of their own. */
  private static String text(Row row) {
    return Stream.of(row.toSeq().mkString("|"))
        .map(
            all ->
                row.schema().fieldNames()[0].equals("path") ? all.replaceAll("\\[B@.*", "") : all)
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @EnumSource
  void packedFilesAreUnpackedByTheEndingOfTheirNames(FormatSample sample) throws Exception {
    if (!sample.isPackedAsAWhole()) {
      return;
    }
    landing.land("a.gz", Landing.gzip(new String(sample.file(SPARK, 0, 10), UTF_8)));
    landing.land("b.bz2", bzip2(sample.file(SPARK, 10, 20)));
    drain(sample, Map.of());

    assertThat(sample.names(sink.rows()))
        .containsExactlyInAnyOrderElementsOf(FormatSample.names(0, 20));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BINARY_FILE")
  void badFileFailsTheQueryWithItsNameAndIsLeftOutOnRequest(FormatSample sample) throws Exception {
    land(sample, "good", 0, 10);
    landing.land("bad.gz", damaged(sample));

    assertThatThrownBy(() -> drain(sample, Map.of())).hasStackTraceContaining("bad.gz");

    drain(sample, Map.of("ignoreCorruptFiles", "true"));
    assertThat(sample.names(sink.rows())).containsAll(FormatSample.names(0, 10));
  }

  private static byte[] damaged(FormatSample sample) {
    byte[] whole = sample.file(SPARK, 10, 5000);
    byte[] landed = sample.isPackedAsAWhole() ? Landing.gzip(new String(whole, UTF_8)) : whole;
    return Arrays.copyOf(landed, landed.length / 2);
  }

  @Test
  void fileThatIsSplitAmongTasksIsReadOnce() throws Exception {
    SPARK.conf().set("spark.sql.files.maxPartitionBytes", "8k");
    try {
      land(FormatSample.CSV, "large.csv", 0, 5000);
      land(FormatSample.JSON, "large.json", 0, 5000);
      drain(FormatSample.CSV, Map.of("pathGlobFilter", "*.csv"));
      drain(FormatSample.JSON, Map.of("pathGlobFilter", "*.json"), "second");
    } finally {
      SPARK.conf().unset("spark.sql.files.maxPartitionBytes");
    }

    assertThat(sink.batches()).hasSize(2);
    for (List<Row> batch : sink.batches()) {
      assertThat(FormatSample.CSV.names(batch))
          .containsExactlyInAnyOrderElementsOf(FormatSample.names(0, 5000));
    }
  }

  @Test
  void directoriesThatNameAColumnOfTheSchemaGiveItsValue() throws Exception {
    Landing first = new Landing(landing.directory().resolve("year=2026/city=São%2FPaulo"));
    first.land("a", "{\"id\":1,\"year\":1900}\n");
    new Landing(landing.directory().resolve("year=__HIVE_DEFAULT_PARTITION__"))
        .land("b", "{\"id\":2}\n");
    landing.land("c", "{\"id\":3,\"year\":2000,\"city\":\"in the file\"}\n");

    drain(stream("json", "year INT, id INT, city STRING", Map.of()));

    assertThat(sink.rows())
        .extracting(Row::mkString)
        .containsExactlyInAnyOrder("20261São/Paulo", "null2null", "20003in the file");
  }

  @Test
  void partitionColumnsNamesTheColumnsThatCountAndNoneIfItIsEmpty() throws Exception {
    new Landing(landing.directory().resolve("year=2026/week=1"))
        .land("a", "{\"id\":1,\"week\":9}\n");
    landing.land("b", "{\"id\":2,\"year\":7,\"week\":8}\n");
    String schema = "id INT, year INT, week INT";

    drain(stream("json", schema, Map.of("cloudFiles.partitionColumns", "year")));
    drain(stream("json", schema, Map.of("cloudFiles.partitionColumns", "")), "second");

    assertThat(sink.batches().get(0))
        .extracting(Row::mkString)
        .containsExactlyInAnyOrder("120269", "2null8");
    assertThat(sink.batches().get(1))
        .extracting(Row::mkString)
        .containsExactlyInAnyOrder("1null9", "278");
  }

  @Test
  void directoryWhoseValueIsNotOfTheTypeFailsWithItsName() throws Exception {
    new Landing(landing.directory().resolve("year=soon")).land("a", "{\"id\":1}\n");

    assertThatThrownBy(() -> drain(stream("json", "id INT, year INT", Map.of())))
        .hasStackTraceContaining("its directory says year=soon, and the column has the type INT");
  }

  private void land(FormatSample sample, String name, long from, long to) {
    landing.land(name, sample.file(SPARK, from, to));
  }

  private static byte[] bzip2(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (BZip2CompressorOutputStream packed = new BZip2CompressorOutputStream(bytes)) {
      packed.write(content);
    }
    return bytes.toByteArray();
  }

  private void drain(FormatSample sample, Map<String, String> more) throws Exception {
    drain(sample, more, "checkpoint");
  }

  private void drain(FormatSample sample, Map<String, String> more, String checkpoint)
      throws Exception {
    Map<String, String> options = new HashMap<>(sample.options);
    options.putAll(more);
    drain(stream(sample.format, sample.schema, options), checkpoint);
  }
}
