package dev.freshet.pipeline.cluster;

import dev.freshet.home.delta.DataFileWriter;
import dev.freshet.home.delta.TableSchema;
import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.internal.json.JsonUtils;
import io.delta.kernel.internal.actions.SingleAction;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Writes the data files of a large batch on Spark's executors. Only the writing of files is
 * distributed. The commit stays on the driver, in the one place that decides what is missing:
 * Spark's own {@code txnAppId} option skips a batch silently and only checks for "this version or a
 * later one", so two batches with different borders would overlap.
 */
public final class SparkDataFileWriter implements DataFileWriter {

  private static final int ROWS_PER_FILE = 10_000;

  private final Supplier<SparkSession> spark;
  private final Configuration hadoop;
  private final TableSchema schema;

  /**
   * @param spark gives the session that runs the tasks
   * @param hadoop how executors reach the files
   */
  public SparkDataFileWriter(
      Supplier<SparkSession> spark, Configuration hadoop, TableSchema schema) {
    this.spark = spark;
    this.hadoop = hadoop;
    this.schema = schema;
  }

  @Override
  public List<Row> write(Row transactionState, List<@Nullable Object[]> rows) throws IOException {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.get().sparkContext());
    var task =
        new PartitionWriter(
            schema, JsonUtils.rowToJson(transactionState), new SerializableConfiguration(hadoop));
    return context
        .parallelize(rows, partitions(rows.size(), context.defaultParallelism()))
        .mapPartitions(task)
        .collect()
        .stream()
        .map(json -> JsonUtils.rowFromJson(json, SingleAction.FULL_SCHEMA))
        .toList();
  }

  /** As many tasks as the cluster runs at once, unless files would become small. */
  static int partitions(int rows, int parallelism) {
    int files = (rows + ROWS_PER_FILE - 1) / ROWS_PER_FILE;
    return Math.max(1, Math.min(files, parallelism));
  }
}
