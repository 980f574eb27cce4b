package dev.freshet.autoloader.reader;

import dev.freshet.autoloader.fs.LandingAccess;
import dev.freshet.storage.location.StorageAwayException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Tells what a reader of Spark failed with: with the file, or with its storage. The readers do not
 * say it: a connection that breaks and a file that is cut are the same exceptions.
 */
public final class ReadFailure {
  private static final int CAUSES_MAX = 20;

  /** Only clients of storages have these. */
  private static final List<String> CLIENTS =
      List.of(
          "org.apache.hadoop.fs.s3a.",
          "org.apache.hadoop.fs.azurebfs.",
          "software.amazon.awssdk.",
          "com.amazonaws.",
          "org.apache.http.");

  private ReadFailure() {}

  /**
   * Returns if the storage answers for a file whose reading failed, and gives all of its bytes.
   *
   * @throws StorageAwayException if the storage is at fault: reading again may go well
   * @throws IOException if the file is gone, or may not be read
   */
  public static void requireStorage(LandingAccess landing, String path, Exception failure)
      throws IOException {
    Throwable ofStorage = ofStorage(failure);
    if (ofStorage != null) {
      throw away(path, ofStorage, failure);
    }
    landing.requireLandingZone(path, failure);
    try (InputStream content = landing.open(path)) {
      content.transferTo(OutputStream.nullOutputStream());
    }
  }

  /**
   * The failure of a reading whose storage answered before it.
   *
   * @return a {@link StorageAwayException} if the failure names the storage all the same
   */
  public static IOException of(String path, Exception failure) {
    Throwable ofStorage = ofStorage(failure);
    if (ofStorage != null) {
      return away(path, ofStorage, failure);
    }
    return failure instanceof IOException known ? known : new IOException(words(failure), failure);
  }

  /** The same in words only: what readers throw may not be able to travel to a task. */
  public static IOException inWords(IOException failure) {
    return failure.getClass().getName().startsWith("java.") || failure.getCause() == null
        ? failure
        : new IOException(words(failure));
  }

  private static StorageAwayException away(String path, Throwable ofStorage, Exception failure) {
    return ofStorage instanceof StorageAwayException known
        ? known
        : new StorageAwayException(
            "Cannot read "
                + path
                + ": its storage did not answer as it should ("
                + words(ofStorage)
                + ").",
            failure);
  }

  private static String words(Throwable failure) {
    String message = failure.getMessage();
    return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
  }

  private static @Nullable Throwable ofStorage(Throwable failure) {
    Throwable each = failure;
    for (int depth = 0; each != null && depth < CAUSES_MAX; depth++) {
      if (each instanceof StorageAwayException
          || each instanceof SocketException
          || each instanceof SocketTimeoutException
          || each instanceof UnknownHostException
          || each instanceof SSLException
          || isOfClient(each.getClass().getName())) {
        return each;
      }
      each = each.getCause();
    }
    return null;
  }

  private static boolean isOfClient(String name) {
    return CLIENTS.stream().anyMatch(name::startsWith);
  }
}
