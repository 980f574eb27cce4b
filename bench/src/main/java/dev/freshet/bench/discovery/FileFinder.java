package dev.freshet.bench.discovery;

import dev.freshet.bench.place.LandingPlace;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** What finds files. */
enum FileFinder {
  EVENTS("autoloader, events"),
  LISTING("autoloader, listing alone"),
  SPARK("Spark's file source");

  private final String label;

  FileFinder(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }

  /** The lines of what lands, one batch for all that is there at the start. */
  Dataset<Row> lines(SparkSession spark, LandingPlace place, int files) {
    if (this == SPARK) {
      return spark
          .readStream()
          .format("text")
          .option("maxFilesPerTrigger", 2L * files)
          .load(place.path());
    }
    Map<String, String> options = this == EVENTS ? place.eventOptions() : place.listingOptions();
    return spark
        .readStream()
        .format("autoloader")
        .option("cloudFiles.format", "text")
        .option("cloudFiles.maxFilesPerTrigger", 2L * files)
        .options(options)
        .load(place.path())
        .select("value");
  }
}
