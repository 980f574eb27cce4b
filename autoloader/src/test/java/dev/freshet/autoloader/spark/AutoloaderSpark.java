package dev.freshet.autoloader.spark;

import dev.freshet.storage.hadoop.LocalFs;
import org.apache.spark.sql.SparkSession;

/** The one session of the test JVM. */
final class AutoloaderSpark {
  static final SparkSession SESSION = create();

  private AutoloaderSpark() {}

  private static SparkSession create() {
    SparkSession.Builder builder =
        SparkSession.builder()
            .appName("autoloader-test")
            .master("local[2]")
            .config("spark.ui.enabled", false)
            .config("spark.ui.showConsoleProgress", false)
            .config("spark.log.structuredLogging.enabled", false)
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", 2)
            .config("spark.sql.codegen.wholeStage", false)
            .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
            .config("spark.sql.catalogImplementation", "in-memory")
            .config("spark.sql.warehouse.dir", System.getProperty("java.io.tmpdir") + "/warehouse");
    LocalFs.sparkSettings().forEach(builder::config);
    return builder.getOrCreate();
  }
}
