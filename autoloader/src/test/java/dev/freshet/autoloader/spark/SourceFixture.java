package dev.freshet.autoloader.spark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.DataStreamReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What tests of the source share: a landing zone, a sink, and the source between them. */
@Timeout(120)
abstract class SourceFixture {
  static final SparkSession SPARK = AutoloaderSpark.SESSION;

  @TempDir Path home;
  Landing landing;
  final Collected sink = new Collected();

  @BeforeEach
  void makeLandingZone() throws Exception {
    landing = new Landing(Files.createDirectories(home.resolve("landing zone")));
  }

  /** The source over the landing zone, with the columns that it finds itself. */
  final Dataset<Row> stream(String format, Map<String, String> options) {
    return reader(format, options).load(landing.directory().toString());
  }

  /** The same with the columns of a schema. */
  final Dataset<Row> stream(String format, String schema, Map<String, String> options) {
    return reader(format, options).schema(schema).load(landing.directory().toString());
  }

  final DataStreamReader reader(String format, Map<String, String> options) {
    return SPARK
        .readStream()
        .format("autoloader")
        .option("cloudFiles.format", format)
        .options(options);
  }

  /** Reads what has landed since the last time, in one query that ends by itself. */
  final void drain(Dataset<Row> stream) throws Exception {
    drain(stream, "checkpoint");
  }

  /** The same with a checkpoint of its own. */
  final void drain(Dataset<Row> stream, String checkpoint) throws Exception {
    sink.drain(stream, home.resolve(checkpoint));
  }
}
