package dev.freshet.autoloader.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.storage.hadoop.LocalFs;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Properties;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.DataStreamReader;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;

/**
 * What a {@link QueryProcess} runs: it writes each batch into a file that is named by its number,
 * in one rename. A repeated batch replaces its file.
 */
final class SinkQuery {
  private SinkQuery() {}

  public static void main(String[] args) throws Exception {
    Path home = Path.of(args[0]);
    boolean once = args[1].equals("once");
    Files.createDirectories(home.resolve(QueryProcess.SINK));
    SparkSession.Builder builder =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", false)
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.sql.codegen.wholeStage", false)
            .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
            .config("spark.sql.catalogImplementation", "in-memory");
    LocalFs.sparkSettings().forEach(builder::config);
    DataStreamReader reader =
        builder
            .getOrCreate()
            .readStream()
            .format("autoloader")
            .option("cloudFiles.format", "envelope");
    Properties options = options(home);
    for (String name : options.stringPropertyNames()) {
      reader = reader.option(name, options.getProperty(name));
    }
    VoidFunction2<Dataset<Row>, Long> write =
        (batch, id) -> write(home.resolve(QueryProcess.SINK), id, batch.collectAsList());
    StreamingQuery query =
        reader
            .load()
            .writeStream()
            .foreachBatch(write)
            .option("checkpointLocation", home.resolve(QueryProcess.CHECKPOINT).toString())
            .trigger(once ? Trigger.AvailableNow() : Trigger.ProcessingTime(0))
            .start();
    query.awaitTermination();
  }

  private static Properties options(Path home) throws Exception {
    Properties options = new Properties();
    try (Reader file = Files.newBufferedReader(home.resolve(QueryProcess.OPTIONS))) {
      options.load(file);
    }
    return options;
  }

  /** A line for each row: sequence, path and value. */
  private static void write(Path sink, long batch, List<Row> rows) throws Exception {
    StringBuilder lines = new StringBuilder();
    for (Row row : rows) {
      lines
          .append(row.<Long>getAs("file_sequence"))
          .append('\t')
          .append(row.<String>getAs("file_path"))
          .append('\t')
          .append(row.<String>getAs("value"))
          .append('\n');
    }
    Path hidden = sink.resolve("." + batch);
    Files.write(hidden, lines.toString().getBytes(UTF_8));
    Files.move(
        hidden,
        sink.resolve(Long.toString(batch)),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }
}
