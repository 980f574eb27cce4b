package dev.freshet.pipeline.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** Tells a directory in use and a damaged one from a disk that does not answer. */
public final class RocksFailure {

  private RocksFailure() {}

  /**
   * Whether this process or another has the directory open. RocksDB has no code for it; these are
   * the messages of its POSIX file system for a lock that this process holds and for one that
   * another process holds.
   */
  public static boolean isLocked(RocksDBException failed) {
    String message = String.valueOf(failed.getMessage());
    return message.contains("lock hold by current process")
        || message.contains("While lock file: ");
  }

  /** Whether the files in {@code dir} are damaged; a lock held or a full disk is not damage. */
  public static boolean isDamage(Path dir, RocksDBException failed) {
    Status status = failed.getStatus();
    return (status != null && status.getCode() == Status.Code.Corruption) || manifestIsMissing(dir);
  }

  /** RocksDB reports this as an I/O error like any other; the file {@code CURRENT} names it. */
  private static boolean manifestIsMissing(Path dir) {
    try {
      Path current = dir.resolve("CURRENT");
      return Files.exists(current) && !Files.exists(dir.resolve(Files.readString(current).strip()));
    } catch (IOException | InvalidPathException unreadable) {
      return true;
    }
  }
}
