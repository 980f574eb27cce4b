package dev.freshet.home.delta.upkeep;

import dev.freshet.home.delta.upkeep.LiveFiles.LiveFile;
import io.delta.kernel.Scan;
import io.delta.kernel.Snapshot;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.engine.FileReadResult;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.internal.data.ScanStateRow;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All columns of some data files, file after file, with the rows of each in its order. Memory: one
 * Parquet batch. Not thread-safe.
 */
final class FileRows implements CloseableIterator<FilteredColumnarBatch> {

  private final Engine engine;
  private final Row scanState;
  private final Iterator<LiveFile> files;
  private @Nullable CloseableIterator<FilteredColumnarBatch> open;

  FileRows(Engine engine, Snapshot snapshot, List<LiveFile> files) {
    this.engine = engine;
    this.scanState = snapshot.getScanBuilder().build().getScanState(engine);
    this.files = files.iterator();
  }

  @Override
  public boolean hasNext() {
    try {
      while (open == null || !open.hasNext()) {
        close();
        if (!files.hasNext()) {
          return false;
        }
        open = read(files.next().scanFile());
      }
      return true;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Override
  public FilteredColumnarBatch next() {
    if (!hasNext() || open == null) {
      throw new java.util.NoSuchElementException();
    }
    return open.next();
  }

  private CloseableIterator<FilteredColumnarBatch> read(Row scanFile) throws IOException {
    CloseableIterator<ColumnarBatch> data =
        engine
            .getParquetHandler()
            .readParquetFiles(
                Utils.singletonCloseableIterator(InternalScanFileUtils.getAddFileStatus(scanFile)),
                ScanStateRow.getPhysicalDataReadSchema(scanState),
                Optional.empty())
            .map(FileReadResult::getData);
    return Scan.transformPhysicalData(engine, scanState, scanFile, data);
  }

  @Override
  public void close() throws IOException {
    CloseableIterator<FilteredColumnarBatch> closing = open;
    open = null;
    if (closing != null) {
      closing.close();
    }
  }
}
