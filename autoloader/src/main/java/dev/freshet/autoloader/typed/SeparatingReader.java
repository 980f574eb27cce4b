package dev.freshet.autoloader.typed;

import dev.freshet.autoloader.fs.LandingAccess;
import dev.freshet.autoloader.reader.FileInBatch;
import dev.freshet.autoloader.reader.LandedStatus;
import dev.freshet.autoloader.reader.SecondReading;
import dev.freshet.storage.location.StorageAwayException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Objects;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a part of a file without the malformed records, which are written down. If the file
 * cannot be read, that is written down, and what was read before counts. Belongs to one task.
 */
final class SeparatingReader implements PartitionReader<InternalRow> {
  private final SecondReading<LayoutReader.Parsed> rows;
  private final BadRecords.OfPart bad;
  private @Nullable InternalRow row;

  /**
   * @param path of the file, as the landing zone names it
   */
  SeparatingReader(
      LayoutReader reader, PartitionedFile part, BadRecords bad, LandingAccess landing) {
    String path = LandedStatus.landed(part.toPath());
    this.rows = new SecondReading<>(() -> reader.parsed(part), path, landing);
    this.bad = bad.ofPart(FileInBatch.sequence(part), part.toPath().toString(), part.start());
  }

  @Override
  public boolean next() throws IOException {
    row = null;
    try {
      LayoutReader.Parsed parsed = rows.next();
      while (parsed != null && parsed.row() == null) {
        bad.add(parsed.malformed(), parsed.reason());
        parsed = rows.next();
      }
      row = parsed == null ? null : parsed.row();
    } catch (StorageAwayException | InterruptedIOException e) {
      throw e; // The batch is repeated.
    } catch (IOException e) {
      bad.badFile(e);
    }
    if (row == null) {
      bad.end();
    }
    return row != null;
  }

  @Override
  public InternalRow get() {
    return Objects.requireNonNull(row);
  }

  @Override
  public void close() throws IOException {
    bad.close();
    rows.close();
  }
}
