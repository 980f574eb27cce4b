package dev.freshet.autoloader.spark;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.DataStreamWriter;

/** A sink that keeps every batch in memory. */
final class Collected {
  private final List<List<Row>> batches = new CopyOnWriteArrayList<>();

  DataStreamWriter<Row> from(Dataset<Row> stream, java.nio.file.Path checkpoint) {
    VoidFunction2<Dataset<Row>, Long> keep = (batch, id) -> batches.add(batch.collectAsList());
    return stream
        .writeStream()
        .foreachBatch(keep)
        .option("checkpointLocation", checkpoint.toString());
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
