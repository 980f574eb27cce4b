package dev.freshet.storage.rocks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/**
 * RocksDB could not do what it was asked to do. The message is RocksDB's own. It says whether the
 * directory is in use or damaged; otherwise the disk does not answer.
 */
public final class RocksException extends IOException {
  private static final long serialVersionUID = 1;

  private final transient Path directory;
  private final boolean corruption;

  RocksException(Path directory, RocksDBException cause) {
    super(cause.getMessage(), cause);
    this.directory = directory;
    Status status = cause.getStatus();
    this.corruption = status != null && status.getCode() == Status.Code.Corruption;
  }

  /**
   * Whether this process or another one has the directory open. RocksDB has no code for it; these
   * are the messages of its POSIX file system for a lock that this process holds and for one that
   * another process holds.
   */
  public boolean isLocked() {
    String message = String.valueOf(getMessage());
    return message.contains("lock hold by current process")
        || message.contains("While lock file: ");
  }

  /**
   * Whether the files of the directory are damaged. A held lock and a full disk are not damage.
   * Looks at the directory, so it must be called before the directory is changed.
   */
  public boolean isDamage() {
    return corruption || manifestIsMissing();
  }

  /** RocksDB reports this as an I/O error like any other; the file {@code CURRENT} names it. */
  private boolean manifestIsMissing() {
    try {
      Path current = directory.resolve("CURRENT");
      return Files.exists(current)
          && !Files.exists(directory.resolve(Files.readString(current).strip()));
    } catch (IOException | InvalidPathException unreadable) {
      return true;
    }
  }
}
