package dev.freshet.autoloader.fs;

import dev.freshet.storage.location.StorageAwayException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.security.AccessControlException;
import org.jspecify.annotations.Nullable;

/** What an exception of a Hadoop file system means. */
final class HadoopErrors {
  private static final int DEPTH_MAX = 20;

  private HadoopErrors() {}

  /**
   * The same failure in terms of {@link
   * dev.freshet.autoloader.compression.LandedBytes#open(String)}.
   *
   * @param landing the landing zone
   * @param path what was looked at
   */
  static IOException of(String landing, String path, Exception failure) {
    if (failure instanceof StorageAwayException
        || failure instanceof NoSuchFileException
        || failure instanceof AccessDeniedException
        || failure instanceof ClosedByInterruptException) {
      return (IOException) failure;
    }
    if (failure instanceof InterruptedIOException interrupted
        && !(failure instanceof SocketTimeoutException)
        && Thread.currentThread().isInterrupted()) {
      return interrupted;
    }
    if (failure instanceof FileNotFoundException) {
      return caused(new NoSuchFileException(path, null, failure.getMessage()), failure);
    }
    if (failure instanceof AccessControlException) {
      return caused(new AccessDeniedException(path, null, failure.getMessage()), failure);
    }
    if (failure instanceof ChecksumException damaged) {
      return damaged;
    }
    return new StorageAwayException(
        "Cannot read " + path + ": " + why(landing, failure) + ".", failure);
  }

  private static IOException caused(IOException made, Exception cause) {
    made.initCause(cause);
    return made;
  }

  private static String why(String landing, Exception failure) {
    Throwable missing = missingClass(failure);
    if (missing != null) {
      String scheme = landing.substring(0, Math.max(0, landing.indexOf(':')));
      return "there is no file system for "
          + scheme
          + ": on the class path ("
          + oneLine(missing)
          + "). Add the jar that has it: freshet-storage-s3 for s3a:, freshet-storage-azure for"
          + " abfs: and abfss:";
    }
    return "its storage did not answer as it should (" + oneLine(failure) + ")";
  }

  private static @Nullable Throwable missingClass(Throwable failure) {
    Throwable each = failure;
    for (int depth = 0; each != null && depth < DEPTH_MAX; depth++) {
      if (each instanceof ClassNotFoundException
          || each instanceof NoClassDefFoundError
          || each instanceof UnsupportedFileSystemException) {
        return each;
      }
      each = each.getCause();
    }
    return null;
  }

  /** Messages of clients have several lines, and may be long. */
  private static String oneLine(Throwable failure) {
    String text = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    String line = text.replaceAll("\\s+", " ").strip();
    return line.length() <= 400 ? line : line.substring(0, 400) + " …";
  }
}
