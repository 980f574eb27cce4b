package dev.freshet.autoloader.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The hidden column {@code _metadata} has what Spark's own file source has in it. */
@Timeout(120)
class MetadataColumnIT {
  private static final SparkSession SPARK = AutoloaderSpark.SESSION;

  /** As documented; Spark's source of Parquet adds the number of the row. */
  private static final List<String> FIELDS =
      List.of(
          "file_path",
          "file_name",
          "file_size",
          "file_block_start",
          "file_block_length",
          "file_modification_time");

  @TempDir Path home;
  private Landing landing;
  private final Collected sink = new Collected();

  @BeforeEach
  void makeLandingZone() throws Exception {
    landing = new Landing(Files.createDirectories(home.resolve("landing zone")));
  }

  @ParameterizedTest
  @EnumSource
  void fileOfARowIsThatOfSparksOwnSource(FormatSample sample) throws Exception {
    landing.land("a b[1]#%+ü.x", sample.file(SPARK, 0, 3));
    landing.land("b.x", sample.file(SPARK, 3, 9));

    sink.drain(stream(sample, Map.of()).select("_metadata.*", "*"), home.resolve("checkpoint"));

    List<String> own =
        SPARK
            .read()
            .format(sample.format)
            .options(sample.options)
            .schema(sample.schema)
            .load(landing.directory().toString())
            .selectExpr(FIELDS.stream().map("_metadata."::concat).toArray(String[]::new))
            .collectAsList()
            .stream()
            .map(Row::toString)
            .toList();
    assertThat(sink.rows().get(0).schema().fieldNames()).startsWith(FIELDS.toArray(String[]::new));
    assertThat(sink.rows().stream().map(MetadataColumnIT::fields).toList())
        .containsExactlyInAnyOrderElementsOf(own);
    assertThat(sample.names(sink.rows()))
        .containsExactlyInAnyOrderElementsOf(FormatSample.names(0, 9));
  }

  @Test
  void columnIsHiddenUntilItIsNamed() throws Exception {
    landing.land("a", FormatSample.CSV.file(SPARK, 0, 3));

    sink.drain(stream(FormatSample.CSV, Map.of()), home.resolve("checkpoint"));

    assertThat(sink.rows().get(0).schema().fieldNames()).containsExactly("id", "name");
  }

  @Test
  void columnStandsBehindRescuedDataAndColumnsOfThePath() throws Exception {
    Path day = Files.createDirectories(landing.directory().resolve("day=7"));
    new Landing(day).land("a", "id;name;more\n1;name 1;x\n");
    Dataset<Row> stream =
        SPARK
            .readStream()
            .format("autoloader")
            .option("cloudFiles.format", "csv")
            .option("header", "true")
            .option("sep", ";")
            .option("cloudFiles.schemaEvolutionMode", "rescue")
            .option("rescuedDataColumn", "_rescued_data")
            .schema("id BIGINT, name STRING, day INT")
            .load(landing.directory().toString());

    sink.drain(
        stream.selectExpr("id", "day", "_rescued_data", "_metadata.file_name AS file"),
        home.resolve("checkpoint"));

    Row row = sink.rows().get(0);
    assertThat(row.<Long>getAs("id")).isEqualTo(1);
    assertThat(row.<Integer>getAs("day")).isEqualTo(7);
    assertThat(row.<String>getAs("_rescued_data")).contains("\"more\":\"x\"");
    assertThat(row.<String>getAs("file")).isEqualTo("a");
  }

  private static String fields(Row row) {
    return FIELDS.stream()
        .map(name -> String.valueOf((Object) row.getAs(name)))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private Dataset<Row> stream(FormatSample sample, Map<String, String> more) {
    Map<String, String> options = new HashMap<>(sample.options);
    options.putAll(more);
    options.put("cloudFiles.format", sample.format);
    return SPARK
        .readStream()
        .format("autoloader")
        .options(options)
        .schema(sample.schema)
        .load(landing.directory().toString());
  }
}
