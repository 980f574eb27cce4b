package dev.freshet.pipeline.cluster;

import dev.freshet.home.delta.LocalDataFileWriter;
import dev.freshet.home.delta.TableSchema;
import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.defaults.internal.json.JsonUtils;
import io.delta.kernel.internal.data.TransactionStateRow;
import java.io.IOException;
import java.util.Collections;
import java.util.Iterator;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * One executor task: takes rows, writes them to data files and returns the add-file actions as
 * JSON. A task that Spark repeats leaves files that no commit names.
 */
final class PartitionWriter implements FlatMapFunction<Iterator<@Nullable Object[]>, String> {

  private static final long serialVersionUID = 1;

  private final TableSchema schema;
  private final String transactionState;
  private final SerializableConfiguration hadoop;

  PartitionWriter(TableSchema schema, String transactionState, SerializableConfiguration hadoop) {
    this.schema = schema;
    this.transactionState = transactionState;
    this.hadoop = hadoop;
  }

  @Override
  public Iterator<String> call(Iterator<@Nullable Object[]> rows) throws IOException {
    if (!rows.hasNext()) {
      return Collections.emptyIterator();
    }
    Row state = JsonUtils.rowFromJson(transactionState, TransactionStateRow.SCHEMA);
    return new LocalDataFileWriter(DefaultEngine.create(hadoop.value()), schema)
        .write(state, rows).stream().map(JsonUtils::rowToJson).iterator();
  }
}
