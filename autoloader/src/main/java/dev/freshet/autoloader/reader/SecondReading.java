package dev.freshet.autoloader.reader;

import dev.freshet.autoloader.fs.LandingAccess;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.function.Supplier;
import org.apache.spark.TaskContext;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a file, read forward. A file whose reading fails is read a second time if its storage
 * gives all of its bytes: only what fails again is damage. Not thread-safe.
 *
 * @param <T> what a row becomes
 */
public final class SecondReading<T> implements Closeable {
  private final Supplier<Rows<T>> open;
  private final String path;
  private final LandingAccess landing;
  private @Nullable Rows<T> rows;
  private long given;
  private boolean secondTime;

  /**
   * @param open begins a reading at the first row
   * @param path of the file
   * @param landing how it is reached
   */
  public SecondReading(Supplier<Rows<T>> open, String path, LandingAccess landing) {
    this.open = open;
    this.path = path;
    this.landing = landing;
  }

  /**
   * Rows as a reader of Spark gives them.
   *
   * @param <T> what a row becomes
   */
  public interface Rows<T> extends Closeable {

    /** The next row; null behind the last one. May throw anything. */
    @Nullable T next();
  }

  /**
   * The next row; null behind the last one.
   *
   * @throws dev.freshet.storage.location.StorageAwayException if the storage is at fault
   * @throws InterruptedIOException if the task ends
   * @throws IOException if the file is damaged, gone, or may not be read
   */
  public @Nullable T next() throws IOException {
    try {
      return read();
    } catch (Exception e) { // Readers of formats report a damaged file as anything.
      requireTask(e);
      if (secondTime) {
        throw ReadFailure.of(path, e);
      }
      ReadFailure.requireStorage(landing, path, e);
      secondTime = true;
      return again();
    }
  }

  private @Nullable T again() throws IOException {
    try {
      close();
      long before = given;
      given = 0;
      while (given < before && read() != null) {
        // These rows were read.
      }
      return read();
    } catch (Exception e) { // Readers of formats report a damaged file as anything.
      requireTask(e);
      throw ReadFailure.of(path, e);
    }
  }

  private static void requireTask(Exception e) throws InterruptedIOException {
    TaskContext task = TaskContext.get();
    if ((task != null && task.isInterrupted()) || Thread.currentThread().isInterrupted()) {
      InterruptedIOException ended = new InterruptedIOException("the reading was ended");
      ended.initCause(e);
      throw ended;
    }
  }

  private @Nullable T read() {
    Rows<T> from = rows;
    if (from == null) {
      from = open.get();
      rows = from;
    }
    T row = from.next();
    if (row != null) {
      given++;
    }
    return row;
  }

  @Override
  public void close() throws IOException {
    Rows<T> opened = rows;
    rows = null;
    if (opened != null) {
      opened.close();
    }
  }
}
