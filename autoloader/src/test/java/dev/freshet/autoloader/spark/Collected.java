package dev.freshet.autoloader.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;

/** A sink that keeps every batch in memory. */
final class Collected {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final List<List<Row>> batches = new CopyOnWriteArrayList<>();

  DataStreamWriter<Row> from(Dataset<Row> stream, Path checkpoint) {
    VoidFunction2<Dataset<Row>, Long> keep = (batch, id) -> batches.add(batch.collectAsList());
    return stream
        .writeStream()
        .foreachBatch(keep)
        .option("checkpointLocation", checkpoint.toString());
  }

  /** Reads what the stream has, in one query that ends by itself. */
  void drain(Dataset<Row> stream, Path checkpoint)
      throws TimeoutException, StreamingQueryException {
    StreamingQuery query = from(stream, checkpoint).trigger(Trigger.AvailableNow()).start();
    try {
      assertThat(query.awaitTermination(LIMIT.toMillis())).as("drained in time").isTrue();
    } finally {
      query.stop();
    }
  }

  List<List<Row>> batches() {
    return batches;
  }

  List<Integer> batchSizes() {
    return batches.stream().map(List::size).toList();
  }

  List<Row> rows() {
    return batches.stream().flatMap(List::stream).toList();
  }

  List<String> values(String column) {
    return rows().stream().map(row -> row.<String>getAs(column)).toList();
  }
}
