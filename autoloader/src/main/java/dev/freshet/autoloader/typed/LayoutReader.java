package dev.freshet.autoloader.typed;

import dev.freshet.autoloader.reader.FileLayout;
import dev.freshet.autoloader.reader.SecondReading;
import dev.freshet.autoloader.reader.SparkFormat;
import dev.freshet.autoloader.schema.SchemaColumns;
import java.io.Closeable;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.JoinedRow;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.Function1;
import scala.collection.Iterator;

/**
 * Reads the files of one layout into rows of the output. What is rescued from a text format is read
 * by a second reader, which gives the same rows as texts. Travels to the tasks.
 */
final class LayoutReader implements Serializable {
  private static final long serialVersionUID = 1;
  private static final int NONE = -1;

  private final StructType output;
  private final int[][] positions;
  private final Function1<PartitionedFile, Iterator<InternalRow>> rows;
  private final @Nullable Function1<PartitionedFile, Iterator<InternalRow>> texts;
  private final @Nullable RescuedData rescued;
  private final int[] restAt;
  private final int[] columnOfRest;
  private final int rescuedAt;
  private final @Nullable BadRecordReason reason;
  private final boolean corruptInTexts;
  private final int corruptAt;

  private LayoutReader(
      SparkFormat format, FileLayout layout, Output output, Optional<FileLayout.Rest> rest) {
    this.output = output.columns();
    this.positions = positions(layout, output);
    this.rows = format.reader(layout.all(), layout.readByTheFirst(), layout.path());
    this.texts =
        rest.flatMap(FileLayout.Rest::texts)
            .map(all -> format.reader(all, all, new StructType()))
            .orElse(null);
    StructType columns = rest.map(FileLayout.Rest::columns).orElseGet(StructType::new);
    this.rescued =
        rest.isEmpty() ? null : new RescuedData(columns, texts != null, output.timeZone());
    this.restAt = positionsOfRest(layout, columns);
    this.columnOfRest =
        List.of(columns.fieldNames()).stream()
            .mapToInt(name -> SchemaColumns.findExactly(output.columns(), name))
            .toArray();
    this.rescuedAt =
        output.rescuedColumn().map(name -> SchemaColumns.find(output.columns(), name)).orElse(NONE);
    this.reason = layout.corrupt().isPresent() ? new BadRecordReason(format, layout, output) : null;
    Optional<StructType> asTexts = rest.flatMap(FileLayout.Rest::texts);
    this.corruptInTexts = asTexts.filter(all -> corruptAt(layout, all) >= 0).isPresent();
    this.corruptAt =
        corruptAt(layout, corruptInTexts ? asTexts.orElseThrow() : layout.readByTheFirst());
  }

  private static int corruptAt(FileLayout layout, StructType columns) {
    return layout.corrupt().map(name -> SchemaColumns.findExactly(columns, name)).orElse(NONE);
  }

  /**
   * The rows of the stream.
   *
   * @param rescuedColumn the column for what fits no other
   * @param caseSensitive whether a name that differs only in case is another column
   */
  record Output(
      StructType columns, Optional<String> rescuedColumn, boolean caseSensitive, String timeZone) {}

  static LayoutReader of(SparkFormat format, FileLayout layout, Output output) {
    return new LayoutReader(format, layout, output, layout.rest());
  }

  private static int[][] positions(FileLayout layout, Output output) {
    return layout.positions(output.columns(), output.caseSensitive()).stream()
        .map(each -> each.stream().mapToInt(Integer::intValue).toArray())
        .toArray(int[][]::new);
  }

  /** Where the rest is in the row that has it: that of the reader of texts, if there is one. */
  private static int[] positionsOfRest(FileLayout layout, StructType columns) {
    Optional<StructType> texts = layout.rest().flatMap(FileLayout.Rest::texts);
    int behindData = layout.data().length();
    return IntStream.range(0, columns.length())
        .map(
            i ->
                texts
                    .map(all -> SchemaColumns.findExactly(all, columns.apply(i).name()))
                    .orElse(behindData + i))
        .toArray();
  }

  private boolean isAsRead() {
    return rescued == null
        && reason == null
        && IntStream.range(0, positions.length)
            .allMatch(i -> positions[i].length == 1 && positions[i][0] == i);
  }

  PartitionReader<InternalRow> read(PartitionedFile part) {
    Reading reading = new Reading(part);
    return new PartitionReader<>() {
      @Override
      public boolean next() {
        return reading.hasNext();
      }

      @Override
      public InternalRow get() {
        return reading.next();
      }

      @Override
      public void close() {} // Spark's iterators close with their task.
    };
  }

  /**
   * A row, or a malformed record.
   *
   * @param row null if the record is malformed
   * @param malformed its text
   * @param reason why it is
   */
  record Parsed(@Nullable InternalRow row, String malformed, String reason) {}

  /** The same with malformed records apart, if the layout tells them apart. */
  SecondReading.Rows<Parsed> parsed(PartitionedFile part) {
    Reading reading = new Reading(part);
    return new SecondReading.Rows<>() {
      @Override
      public @Nullable Parsed next() {
        return reading.hasNext() ? reading.parsed() : null;
      }

      @Override
      public void close() throws IOException {
        reading.close();
      }
    };
  }

  /** One reading of a part. */
  private final class Reading implements Closeable {
    private final Iterator<InternalRow> read;
    private final @Nullable Iterator<InternalRow> again;
    private final boolean asRead = isAsRead();
    private final String file;
    // Spark appends the hidden columns to those of the schema, where a query names one.
    private final JoinedRow withMetadata = new JoinedRow();

    Reading(PartitionedFile part) {
      this.read = rows.apply(part);
      this.again = texts == null ? null : texts.apply(part);
      this.file = part.toPath().toString();
      withMetadata.withRight(FileMetadata.of(part));
    }

    boolean hasNext() {
      boolean more = read.hasNext();
      if (again != null && again.hasNext() != more) {
        throw new IllegalStateException(
            "Cannot read "
                + file
                + ": it has another number of rows as text than with its types, so what does not fit"
                + " cannot be rescued. Remove the file, or set cloudFiles.schemaEvolutionMode=none"
                + " without rescuedDataColumn.");
      }
      return more;
    }

    InternalRow next() {
      InternalRow row = read.next();
      return asRead
          ? withMetadata.withLeft(row)
          : row(values(row), again == null ? row : again.next());
    }

    Parsed parsed() {
      if (reason == null) {
        return new Parsed(next(), "", "");
      }
      InternalRow row = read.next();
      InternalRow rest = again == null ? row : again.next();
      @Nullable Object[] values = values(row);
      InternalRow telling = corruptInTexts ? rest : row;
      if (telling.isNullAt(corruptAt)) {
        return new Parsed(row(values, rest), "", "");
      }
      String text = telling.getUTF8String(corruptAt).toString();
      return new Parsed(null, text, reason.of(text, values));
    }

    private InternalRow row(@Nullable Object[] values, InternalRow rest) {
      if (rescued != null) {
        values[rescuedAt] = rescued.of(rest, restAt, readValues(values), file);
      }
      return withMetadata.withLeft(new GenericInternalRow(values));
    }

    @Override
    public void close() throws IOException {
      close(read);
      close(again);
    }

    private static void close(@Nullable Object iterator) throws IOException {
      if (iterator instanceof Closeable closeable) {
        closeable.close();
      }
    }
  }

  private @Nullable Object[] values(InternalRow row) {
    Object[] values = new Object[positions.length];
    for (int i = 0; i < values.length; i++) {
      for (int from : positions[i]) {
        if (values[i] == null && !row.isNullAt(from)) {
          values[i] = row.get(from, output.apply(i).dataType());
        }
      }
    }
    return values;
  }

  private RescuedData.ReadValue[] readValues(@Nullable Object[] values) {
    RescuedData.ReadValue[] read = new RescuedData.ReadValue[columnOfRest.length];
    for (int i = 0; i < read.length; i++) {
      int column = columnOfRest[i];
      read[i] =
          column == NONE
              ? RescuedData.ReadValue.NONE
              : new RescuedData.ReadValue(output.apply(column).dataType(), values[column]);
    }
    return read;
  }
}
