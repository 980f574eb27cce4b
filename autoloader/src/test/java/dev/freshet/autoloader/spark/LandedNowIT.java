package dev.freshet.autoloader.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The source as a batch: all that has landed, with the options of a stream. */
@Timeout(120)
class LandedNowIT {
  private static final SparkSession SPARK = AutoloaderSpark.SESSION;

  @TempDir Path home;
  private Landing landing;

  @BeforeEach
  void makeLandingZone() throws Exception {
    landing = new Landing(Files.createDirectories(home.resolve("landing")));
  }

  @AfterEach
  void dropTables() {
    SPARK.sql("DROP TABLE IF EXISTS landed_now");
  }

  @ParameterizedTest
  @EnumSource
  void batchHasAllThatLandedBeforeIt(FormatSample sample) {
    landing.land("a", sample.file(SPARK, 0, 3));
    landing.land("b.tmp", sample.file(SPARK, 3, 6));

    assertThat(sample.names(read(sample)))
        .containsExactlyInAnyOrderElementsOf(FormatSample.names(0, 3));
    landing.land("c", sample.file(SPARK, 6, 9));
    assertThat(read(sample)).hasSizeGreaterThanOrEqualTo(2);
    assertThat(sample.names(read(sample))).contains("name 8").doesNotContain("name 4");
  }

  @Test
  void envelopeIsReadAsABatchToo() {
    landing.land("a", "{\"id\":1}\n\n{\"id\":2}\n");
    landing.land("b", "");

    List<Row> rows =
        SPARK
            .read()
            .format("autoloader")
            .option("cloudFiles.format", "envelope")
            .load(landing.directory().toString())
            .collectAsList();

    assertThat(rows).extracting(row -> row.<Long>getAs("line")).containsExactly(1L, 3L, 0L);
  }

  @Test
  void tableOfSqlIsABatchAndAStream() {
    landing.land("a", "{\"id\":1,\"name\":\"one\"}\n");
    SPARK.sql(
        "CREATE TABLE landed_now (id BIGINT, name STRING) USING autoloader OPTIONS (path '"
            + landing.directory()
            + "', 'cloudFiles.format' 'json')");

    assertThat(SPARK.sql("SELECT name, _metadata.file_name FROM landed_now").collectAsList())
        .extracting(Row::toString)
        .containsExactly("[one,a]");
    assertThat(SPARK.readStream().table("landed_now").isStreaming()).isTrue();
  }

  private List<Row> read(FormatSample sample) {
    return SPARK
        .read()
        .format("autoloader")
        .options(sample.options)
        .options(Map.of("cloudFiles.format", sample.format))
        .schema(sample.schema)
        .load(landing.directory().toString())
        .collectAsList();
  }
}
