package dev.freshet.pipeline.cluster;

import dev.freshet.storage.hadoop.LocalFs;
import org.apache.spark.sql.SparkSession;

/** One Spark for all integration tests of this package, with the settings small batches want. */
final class LocalSpark {

  private static final SparkSession SESSION = start();

  private LocalSpark() {}

  static SparkSession session() {
    return SESSION;
  }

  private static SparkSession start() {
    SparkSession.Builder builder =
        SparkSession.builder()
            .master("local[2]")
            .appName("freshet-pipeline-it")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.log.structuredLogging.enabled", "false")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.databricks.delta.snapshotPartitions", "1")
            .config("spark.sql.sources.parallelPartitionDiscovery.parallelism", "4")
            .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
            .config(
                "spark.sql.catalog.spark_catalog",
                "org.apache.spark.sql.delta.catalog.DeltaCatalog");
    LocalFs.sparkSettings().forEach(builder::config);
    return builder.getOrCreate();
  }
}
