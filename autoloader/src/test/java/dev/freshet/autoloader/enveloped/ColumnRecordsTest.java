package dev.freshet.autoloader.enveloped;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.autoloader.format.FileRecord;
import dev.freshet.autoloader.fs.LocalAccess;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskContext$;
import org.apache.spark.TaskContextImpl;
import org.apache.spark.paths.SparkPath;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Option;
import scala.collection.AbstractIterator;
import scala.collection.Iterator;
import scala.collection.immutable.Map$;
import scala.runtime.AbstractFunction1;

/** The rows of a reader that closes, as those of Spark do, with the task that opened it. */
class ColumnRecordsTest {
  private static final StructType COLUMNS = new StructType().add("id", DataTypes.IntegerType);

  @TempDir Path directory;
  private final List<String> events = new ArrayList<>();
  private int failAt = Integer.MAX_VALUE;
  private Path file;

  @BeforeEach
  void land() throws IOException {
    file = Files.writeString(directory.resolve("file"), "content");
  }

  @AfterEach
  void leaveTask() {
    TaskContext$.MODULE$.unset();
  }

  @Test
  void fileThatSeveralTasksReadIsOpenedOnceAndClosedAtTheEnd() throws IOException {
    ColumnRecords records = records();

    assertThat(inTask(() -> read(records, 2))).containsExactly("{\"id\":0}", "{\"id\":1}");
    assertThat(inTask(() -> read(records, 2))).containsExactly("{\"id\":2}", "{\"id\":3}");
    assertThat(events).containsExactly("opened");
    records.close();

    assertThat(events).containsExactly("opened", "closed");
    assertThat(TaskContext.get()).isNull();
  }

  @Test
  void readingAgainClosesWhatFailed() throws IOException {
    failAt = 2;
    try (ColumnRecords records = records()) {
      assertThat(inTask(() -> read(records, 4)))
          .containsExactly("{\"id\":0}", "{\"id\":1}", "{\"id\":2}", "{\"id\":3}");
    }

    assertThat(events).containsExactly("opened", "closed", "opened", "closed");
  }

  private interface Reading {
    List<String> read() throws IOException;
  }

  /** Reads in a task of Spark, which ends then. */
  private static List<String> inTask(Reading reading) throws IOException {
    TaskContextImpl task = TaskContext$.MODULE$.empty();
    TaskContext$.MODULE$.setTaskContext(task);
    try {
      List<String> read = reading.read();
      assertThat(TaskContext.get()).isSameAs(task);
      return read;
    } finally {
      task.markTaskCompleted(Option.empty());
      TaskContext$.MODULE$.unset();
    }
  }

  private static List<String> read(ColumnRecords records, int count) throws IOException {
    List<String> read = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      FileRecord record = records.next();
      read.add(new String(record.value(), UTF_8));
    }
    return read;
  }

  private ColumnRecords records() {
    PartitionedFile part =
        new PartitionedFile(
            InternalRow.empty(),
            SparkPath.fromPathString(file.toString()),
            0,
            7,
            new String[0],
            0,
            7,
            Map$.MODULE$.empty());
    ScannedFile.Layout layout = new ScannedFile.Layout(COLUMNS, COLUMNS, false, new Opening());
    return new ColumnRecords(
        ScannedFile.of(layout, part),
        file.toString(),
        new ColumnContents.Reading("UTC", 1000),
        new LocalAccess(directory.toString()));
  }

  /** Opens the file, and notes so. */
  private final class Opening extends AbstractFunction1<PartitionedFile, Iterator<InternalRow>>
      implements Serializable {
    private static final long serialVersionUID = 1;

    @Override
    public Iterator<InternalRow> apply(PartitionedFile ignored) {
      events.add("opened");
      TaskContext.get()
          .addTaskCompletionListener(
              ended -> {
                events.add("closed");
              });
      return new AbstractIterator<>() {
        private int id;

        @Override
        public boolean hasNext() {
          return true;
        }

        @Override
        public InternalRow next() {
          if (id == failAt) {
            failAt = Integer.MAX_VALUE;
            throw new IllegalStateException("the connection was reset");
          }
          return new GenericInternalRow(new Object[] {id++});
        }
      };
    }
  }
}
