package dev.freshet.autoloader.reader;

import dev.freshet.autoloader.fs.LandingAccess;
import dev.freshet.storage.location.StorageAwayException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.hadoop.fs.FileStatus;

/**
 * Looks which columns files have, and goes on where one of them cannot be read. As in {@link
 * SecondReading}, a file is damaged if it fails twice and its storage gives all of its bytes.
 *
 * @param scan looks at several files at once
 * @param landing how files are reached
 */
public record CarefulScan(ColumnScan scan, LandingAccess landing) {

  /**
   * The columns of the files that can be read.
   *
   * @param landed the files by their paths; those that cannot be read are removed from it
   * @param unreadable gets the path of each of these, and why
   * @throws UncheckedIOException if a storage is at fault, or the query is being stopped
   */
  public List<ColumnScan.Seen> of(
      Map<String, FileStatus> landed, BiConsumer<String, IOException> unreadable) {
    return of(
        List.copyOf(landed.values()),
        (path, why) -> {
          landed.remove(path);
          unreadable.accept(path, why);
        });
  }

  private List<ColumnScan.Seen> of(
      List<FileStatus> files, BiConsumer<String, IOException> unreadable) {
    try {
      return scan.of(files);
    } catch (Exception e) { // Readers of formats report a damaged file as anything.
      requireRunning(e);
      return files.size() > 1 ? inHalves(files, unreadable) : again(files.get(0), e, unreadable);
    }
  }

  private List<ColumnScan.Seen> inHalves(
      List<FileStatus> files, BiConsumer<String, IOException> unreadable) {
    int middle = files.size() / 2;
    List<ColumnScan.Seen> seen = new ArrayList<>(of(files.subList(0, middle), unreadable));
    seen.addAll(of(files.subList(middle, files.size()), unreadable));
    return seen;
  }

  private List<ColumnScan.Seen> again(
      FileStatus file, Exception first, BiConsumer<String, IOException> unreadable) {
    String path = LandedStatus.landed(file.getPath());
    try {
      ReadFailure.requireStorage(landing, path, first);
      return scan.of(List.of(file));
    } catch (Exception second) { // As the first time.
      requireRunning(second);
      IOException failure = ReadFailure.of(path, second);
      if (failure instanceof StorageAwayException away) {
        throw new UncheckedIOException(away);
      }
      unreadable.accept(path, failure);
      return List.of();
    }
  }

  private static void requireRunning(Exception e) {
    for (Throwable each = e; each != null; each = each.getCause()) {
      if (each instanceof InterruptedException || each instanceof InterruptedIOException) {
        Thread.currentThread().interrupt();
        InterruptedIOException stopped = new InterruptedIOException("query stopped");
        stopped.initCause(e);
        throw new UncheckedIOException(stopped);
      }
    }
  }
}
