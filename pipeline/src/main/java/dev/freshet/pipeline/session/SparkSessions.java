package dev.freshet.pipeline.session;

import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.storage.hadoop.LocalFs;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * The Spark session of a pipeline process: a profile for batches of a few hundred rows, where
 * Spark's defaults for large data cost seconds. Measured in {@code
 * docs/adr/0002-small-batch-profile.md}.
 */
public final class SparkSessions {

  private static @Nullable SparkSession started;

  private SparkSessions() {}

  /**
   * The running session if there is one. Otherwise a new one on the cluster that the system
   * property {@code spark.master} names, or on all cores of this machine. Thread-safe.
   *
   * @throws FreshetException if the heap is too small, or the process is asked to end meanwhile
   */
  public static synchronized SparkSession start(String name) {
    SparkHeap.ofThisProcess().requireEnough();
    SparkSession running = started;
    if (running != null && !running.sparkContext().isStopped()) {
      return running;
    }
    try {
      SparkSession built = build(name);
      started = built;
      return built;
    } catch (RuntimeException | ExceptionInInitializerError | NoClassDefFoundError e) {
      if (ShutdownHookManager.get().isShutdownInProgress()) {
        // Spark can no longer register its own hooks, and fails in its static initialisers.
        throw new FreshetException(
            ErrorCode.QUERY_FAILED,
            "Cannot start the pipeline: the process is being stopped. Start it again.",
            e);
      }
      throw e;
    }
  }

  private static SparkSession build(String name) {
    SparkSession.Builder builder = SparkSession.builder().appName("freshet-" + name);
    settings().forEach(builder::config);
    ClusterSettings.ofThisProcess().settings().forEach(builder::config);
    if (System.getProperty(ClusterSettings.MASTER) == null) {
      builder.master("local[*]");
    }
    return builder.getOrCreate();
  }

  private static Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>(LocalFs.sparkSettings());
    settings.put("spark.ui.enabled", "false");
    settings.put("spark.ui.showConsoleProgress", "false");
    settings.put("spark.log.structuredLogging.enabled", "false");
    settings.put("spark.sql.session.timeZone", "UTC");
    settings.put("spark.sql.shuffle.partitions", "2");
    settings.put("spark.sql.adaptive.enabled", "false");
    settings.put("spark.sql.codegen.wholeStage", "false");
    settings.put("spark.sql.codegen.factoryMode", "NO_CODEGEN");
    settings.put("spark.sql.sources.parallelPartitionDiscovery.threshold", "100000");
    settings.put("spark.sql.sources.parallelPartitionDiscovery.parallelism", "4");
    // The driver takes a batch whole; above this size Spark fails before the heap is full.
    settings.put("spark.driver.maxResultSize", Long.toString(BatchMemory.maxResultBytes()));
    // Freshet reads only the newest progress report.
    settings.put("spark.sql.streaming.numRecentProgressUpdates", "4");
    return settings;
  }
}
