package dev.freshet.autoloader.spark;

import dev.freshet.autoloader.envelope.EnvelopeForm;
import dev.freshet.autoloader.typed.ReadErrorNote;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.util.CollectionAccumulator;

/**
 * The files of which not all was read, as the tasks of a query see them: those with a row of the
 * envelope that has an error, and those with something in badRecordsPath. Spark brings what a task
 * saw to the driver before its job ends.
 */
final class FilesWithErrors {
  private static final int SEQUENCE = EnvelopeForm.SCHEMA.fieldIndex("file_sequence");
  private static final int ERROR = EnvelopeForm.SCHEMA.fieldIndex("error");

  private final CollectionAccumulator<Long> seen;

  FilesWithErrors(SparkContext spark) {
    this.seen = spark.collectionAccumulator("autoloader files with errors");
  }

  /** The sequences that were seen since the last {@link #forget()}. */
  Set<Long> sequences() {
    return new TreeSet<>(seen.value());
  }

  /** Must not be called while a task runs. */
  void forget() {
    seen.reset();
  }

  /** For who reads files otherwise. */
  ReadErrorNote note() {
    CollectionAccumulator<Long> notes = seen;
    return notes::add;
  }

  /** The same batch of rows of the envelope, whose errors are seen. */
  Batch watched(Batch batch) {
    return new Batch() {
      @Override
      public InputPartition[] planInputPartitions() {
        return batch.planInputPartitions();
      }

      @Override
      public PartitionReaderFactory createReaderFactory() {
        return new Watching(batch.createReaderFactory(), seen);
      }
    };
  }

  private record Watching(PartitionReaderFactory readers, CollectionAccumulator<Long> seen)
      implements PartitionReaderFactory {

    @Override
    public PartitionReader<InternalRow> createReader(InputPartition partition) {
      PartitionReader<InternalRow> rows = readers.createReader(partition);
      return new PartitionReader<>() {
        private long last;

        @Override
        public boolean next() throws IOException {
          return rows.next();
        }

        @Override
        public InternalRow get() {
          InternalRow row = rows.get();
          if (!row.isNullAt(ERROR) && row.getLong(SEQUENCE) != last) {
            last = row.getLong(SEQUENCE);
            seen.add(last);
          }
          return row;
        }

        @Override
        public void close() throws IOException {
          rows.close();
        }
      };
    }
  }
}
