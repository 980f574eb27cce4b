package dev.freshet.storage.rocks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/**
 * RocksDB could not do what it was asked to do. The message is RocksDB's own. It says whether the
 * directory is in use or damaged; otherwise the disk does not answer.
 */
public final class RocksException extends IOException {
  private static final long serialVersionUID = 1;

  private static final List<String> DAMAGE =
      List.of("No such file or directory", "Is a directory", "Not a directory", "File exists");

  private final transient Path directory;
  private final Status.@Nullable Code code;

  RocksException(Path directory, RocksDBException cause) {
    super(cause.getMessage(), cause);
    this.directory = directory;
    Status status = cause.getStatus();
    this.code = status == null ? null : status.getCode();
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
   * Whether the files of the directory are damaged: one of them is missing, is not a file, or does
   * not say what RocksDB wrote. A held lock, a full disk and missing rights are not damage. Looks
   * at the directory, so it must be called before the directory is changed.
   */
  public boolean isDamage() {
    return code == Status.Code.Corruption
        || code == Status.Code.InvalidArgument
        || (code == Status.Code.IOError && (saysDamage() || manifestIsMissing()));
  }

  /** The texts of the errno values that a file in the wrong state causes, as in strerror(3). */
  private boolean saysDamage() {
    String message = String.valueOf(getMessage());
    return DAMAGE.stream().anyMatch(message::contains);
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
