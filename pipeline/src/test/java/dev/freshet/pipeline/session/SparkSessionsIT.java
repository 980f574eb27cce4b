package dev.freshet.pipeline.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.storage.hadoop.LocalFs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SparkSessionsIT {

  @TempDir Path dir;

  @Test
  void profileForSmallBatchesIsInEffect() throws IOException {
    SparkSession spark = SparkSessions.start("articles");

    assertThat(spark.sparkContext().appName()).isEqualTo("freshet-articles");
    assertThat(spark.sparkContext().isLocal()).isTrue();
    assertThat(spark.sparkContext().ui().isEmpty()).as("no web server").isTrue();
    assertThat(spark.sparkContext().getConf().get("spark.driver.bindAddress"))
        .isEqualTo("127.0.0.1");
    Map.of(
            "spark.sql.shuffle.partitions", "2",
            "spark.sql.adaptive.enabled", "false",
            "spark.sql.codegen.wholeStage", "false",
            "spark.sql.codegen.factoryMode", "NO_CODEGEN",
            "spark.sql.session.timeZone", "UTC",
            "spark.sql.sources.parallelPartitionDiscovery.parallelism", "4",
            "spark.sql.streaming.numRecentProgressUpdates", "4")
        .forEach((name, value) -> assertThat(spark.conf().get(name)).as(name).isEqualTo(value));
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    assertThat(FileSystem.get(dir.toUri(), hadoop)).isInstanceOf(LocalFs.class);
    assertThat(SparkSessions.start("other")).as("one per process").isSameAs(spark);
  }

  @Test
  void filesAreWrittenWithoutChecksumFilesBesideThem() throws IOException {
    SparkSession spark = SparkSessions.start("articles");

    spark.range(3).coalesce(1).write().json(dir.resolve("out").toString());

    try (Stream<Path> files = Files.list(dir.resolve("out"))) {
      assertThat(files).noneMatch(file -> file.toString().endsWith(".crc"));
    }
  }
}
