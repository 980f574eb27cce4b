package dev.freshet.home.delta.upkeep;

import dev.freshet.home.delta.upkeep.LayerShape.DataFile;
import io.delta.kernel.Snapshot;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.internal.actions.AddFile;
import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The data files of one version, oldest first. Immutable.
 *
 * @param files in that order
 */
record LiveFiles(List<LiveFile> files) {

  private static final Comparator<LiveFile> BY_AGE =
      Comparator.<LiveFile>comparingLong(file -> file.data().written())
          .thenComparing(file -> file.data().path());

  /**
   * A data file with its entry in the log.
   *
   * @param data what is known of it
   * @param scanFile as a scan of Kernel hands it over
   */
  record LiveFile(DataFile data, Row scanFile) {

    static LiveFile of(Row scanFile) {
      AddFile added = new AddFile(scanFile.getStruct(InternalScanFileUtils.ADD_FILE_ORDINAL));
      long rows = added.getDeletionVector().isPresent() ? -1 : added.getNumRecords().orElse(-1L);
      return new LiveFile(
          new DataFile(added.getPath(), rows, added.getSize(), added.getModificationTime()),
          scanFile);
    }

    /** The action that takes it out of the table without a change of the table's rows. */
    Row removal(long now) {
      return new AddFile(scanFile.getStruct(InternalScanFileUtils.ADD_FILE_ORDINAL))
          .toRemoveFileRow(false, java.util.Optional.of(now));
    }
  }

  LiveFiles {
    files = List.copyOf(files);
  }

  /** Reads them from the log. */
  static LiveFiles of(Engine engine, Snapshot snapshot) throws IOException {
    List<LiveFile> found = new ArrayList<>();
    try (CloseableIterator<FilteredColumnarBatch> batches =
        snapshot.getScanBuilder().build().getScanFiles(engine, true)) {
      while (batches.hasNext()) {
        try (CloseableIterator<Row> rows = batches.next().getRows()) {
          rows.forEachRemaining(row -> found.add(LiveFile.of(row)));
        }
      }
    }
    found.sort(BY_AGE);
    return new LiveFiles(found);
  }

  List<DataFile> data() {
    return files.stream().map(LiveFile::data).toList();
  }

  Set<String> paths() {
    Set<String> paths = new HashSet<>();
    files.forEach(file -> paths.add(file.data().path()));
    return paths;
  }

  /** Those of these files, in the order of age. */
  List<LiveFile> of(List<DataFile> wanted) {
    Set<DataFile> chosen = new HashSet<>(wanted);
    return files.stream().filter(file -> chosen.contains(file.data())).toList();
  }
}
