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
 * RocksDB, or the journal before it, could not do what it was asked to do. The message of RocksDB
 * is its own. It says whether the directory is in use or damaged, or the journal damaged or taken
 * over; otherwise the disk, or the object store, does not answer.
 */
public final class RocksException extends IOException {
  private static final long serialVersionUID = 1;

  private static final List<String> DAMAGE =
      List.of("No such file or directory", "Is a directory", "Not a directory", "File exists");

  private final transient Path directory;
  private final Status.@Nullable Code code;
  private final @Nullable OfJournal journal;

  /** What is wrong with a journal. */
  enum OfJournal {
    AWAY,
    TAKEN_OVER,
    DAMAGED
  }

  RocksException(Path directory, OfJournal journal, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.directory = directory;
    this.code = null;
    this.journal = journal;
  }

  /** The disk did not do what RocksDB was not yet asked for. */
  RocksException(Path directory, IOException cause) {
    super(cause.toString(), cause);
    this.directory = directory;
    this.code = null;
    this.journal = null;
  }

  RocksException(Path directory, RocksDBException cause) {
    super(cause.getMessage(), cause);
    this.directory = directory;
    Status status = cause.getStatus();
    this.code = status == null ? null : status.getCode();
    this.journal = null;
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
    return journal == OfJournal.DAMAGED
        || code == Status.Code.Corruption
        || code == Status.Code.InvalidArgument
        || (code == Status.Code.IOError && (saysDamage() || manifestIsMissing()));
  }

  /** Whether another process has opened the journal, so that this one must not write to it. */
  public boolean isTakenOver() {
    return journal == OfJournal.TAKEN_OVER;
  }

  /** Whether this is about the journal, and not about the directory. */
  public boolean isOfJournal() {
    return journal != null;
  }

  /** Whether the object store of the journal did not answer as it should; it may come back. */
  public boolean isJournalAway() {
    return journal == OfJournal.AWAY;
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
