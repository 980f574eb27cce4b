package dev.freshet.pipeline.cluster;

import dev.freshet.storage.hadoop.LocalFs;
import org.apache.spark.sql.SparkSession;

/**
 * A Spark of two threads with Delta's SQL extension, for the integration tests of this package. A
 * JVM has one Spark at a time, so a test class that starts it also stops it.
 */
final class LocalSpark {

  private LocalSpark() {}

  /** Starts a new Spark, after it has stopped the one of another test class, if there is one. */
  static SparkSession start() {
    SparkSession.getActiveSession().foreach(running -> stop(running));
    SparkSession.getDefaultSession().foreach(running -> stop(running));
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
            .config("spark.sql.adaptive.enabled", "false")
            .config("spark.sql.codegen.wholeStage", "false")
            .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
            .config("spark.databricks.delta.snapshotPartitions", "1")
            .config("spark.sql.sources.parallelPartitionDiscovery.parallelism", "4")
            .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
            .config(
                "spark.sql.catalog.spark_catalog",
                "org.apache.spark.sql.delta.catalog.DeltaCatalog");
    LocalFs.sparkSettings().forEach(builder::config);
    return builder.getOrCreate();
  }

  private static Object stop(SparkSession running) {
    running.stop();
    return null;
  }
}
