package dev.freshet.storage.azure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stream whose checkpoint and file log are in a container of Azurite. */
class AzureStateIT {
  private static final Duration LIMIT = Duration.ofSeconds(120);

  @TempDir Path machines;

  private final List<Row> rows = new CopyOnWriteArrayList<>();

  @Test
  void streamWhoseStateIsInTheContainerGoesOnOnAnotherMachine() throws Exception {
    try (AzureContainer container = new AzureContainer();
        SparkSession spark = spark(container)) {
      for (int machine = 0; machine < 3; machine++) {
        container.put(
            container.root() + "/landing/a" + machine + ".json", "{\"id\":" + machine + "}\n");
        container.put(container.root() + "/landing/b.json", "{\"of\":" + machine + "}\n");
        drain(spark, container, machine);
      }
      drain(spark, container, 0); // The first one again, whose copy is behind.
    }

    assertThat(rows)
        .extracting(row -> row.<String>getAs("value"))
        .containsExactlyInAnyOrder(
            "{\"id\":0}", "{\"of\":0}", "{\"id\":1}", "{\"of\":1}", "{\"id\":2}", "{\"of\":2}");
    assertThat(rows)
        .extracting(row -> row.<Long>getAs("file_sequence"))
        .containsOnly(1L, 2L, 3L, 4L, 5L, 6L);
  }

  private static SparkSession spark(AzureContainer container) {
    SparkSession.Builder builder =
        SparkSession.builder()
            .appName("azure")
            .master("local[2]")
            .config("spark.ui.enabled", false)
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", 2)
            .config("spark.sql.codegen.wholeStage", false)
            .config("spark.sql.codegen.factoryMode", "NO_CODEGEN");
    container
        .access(container.root() + "/landing")
        .settings()
        .forEach((key, value) -> builder.config("spark.hadoop." + key, value));
    return builder.getOrCreate();
  }

  private void drain(SparkSession spark, AzureContainer container, int machine) throws Exception {
    VoidFunction2<Dataset<Row>, Long> keep = (batch, id) -> rows.addAll(batch.collectAsList());
    StreamingQuery query =
        spark
            .readStream()
            .format("autoloader")
            .option("cloudFiles.format", "envelope")
            .option("autoloader.localDir", machines.resolve("machine" + machine).toString())
            .load(container.root() + "/landing")
            .writeStream()
            .foreachBatch(keep)
            .option("checkpointLocation", container.root() + "/checkpoint")
            .trigger(Trigger.AvailableNow())
            .start();
    try {
      assertThat(query.awaitTermination(LIMIT.toMillis())).as("drained in time").isTrue();
    } finally {
      query.stop();
    }
  }
}
