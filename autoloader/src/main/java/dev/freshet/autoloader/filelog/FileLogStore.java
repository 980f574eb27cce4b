package dev.freshet.autoloader.filelog;

import dev.freshet.storage.DirectoryInUseException;
import dev.freshet.storage.DirectoryLock;
import dev.freshet.storage.rocks.RocksException;
import dev.freshet.storage.rocks.RocksSettings;
import dev.freshet.storage.rocks.RocksStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * The directory of one file log: its lock, its RocksDB store, and who may use the store when. Every
 * failure names the directory. Thread-safe; a use after {@link #close} is an error and not a crash.
 */
final class FileLogStore implements AutoCloseable {
  private static final RocksSettings SETTINGS =
      RocksSettings.withBloomBits(10).with(new RocksSettings.Memory(32L << 20, 16L << 20));
  static final String LOCK_FILE = "owner.lock";

  private final Path directory;
  private final RocksStore store;
  private final @Nullable DirectoryLock lock;
  private final ReentrantReadWriteLock openGuard = new ReentrantReadWriteLock();
  private boolean closed;

  private FileLogStore(Path directory, RocksStore store, @Nullable DirectoryLock lock) {
    this.directory = directory;
    this.store = store;
    this.lock = lock;
  }

  /**
   * Opens the directory for writing and creates what is missing.
   *
   * @throws FileLogInUseException if another process, or this one, has it open for writing
   * @throws FileLogDamagedException if RocksDB finds damage, or something is not a file
   * @throws UncheckedIOException if the directory cannot be written
   */
  static FileLogStore open(Path directory) {
    try {
      FileLogProof.requireFiles(directory);
      Files.createDirectories(directory);
      DirectoryLock lock = DirectoryLock.acquire(directory, LOCK_FILE);
      try {
        return new FileLogStore(directory, RocksStore.open(directory, SETTINGS), lock);
      } catch (RocksException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (DirectoryInUseException e) {
      throw new FileLogInUseException(directory, e);
    } catch (IOException e) {
      throw failedWriting("open", directory, e);
    }
  }

  /** Opens the directory as it is at this moment, also while a process writes to it. */
  static FileLogStore openReadOnly(Path directory) {
    try {
      return new FileLogStore(directory, RocksStore.openReadOnly(directory, SETTINGS), null);
    } catch (RocksException e) {
      throw failed("open", directory, e);
    }
  }

  Path directory() {
    return directory;
  }

  /** Part of the opening: the first look at the store. If it fails, the directory is closed. */
  <T extends @Nullable Object> T opening(Use<T> use) {
    try {
      return whileOpen("open", use);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  <T extends @Nullable Object> T read(Use<T> use) {
    return whileOpen("read", use);
  }

  /**
   * @throws IllegalStateException if the directory was opened read-only
   */
  <T extends @Nullable Object> T write(Use<T> use) {
    return whileOpen(
        "write",
        open -> {
          if (lock == null) {
            throw new IllegalStateException(
                "Cannot write file log "
                    + directory
                    + ": it was opened read-only. Use FileLog.open to write.");
          }
          return use.of(open);
        });
  }

  private <T extends @Nullable Object> T whileOpen(String verb, Use<T> use) {
    openGuard.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException(
            "Cannot " + verb + " file log " + directory + ": it is closed. Open it again.");
      }
      return use.of(store);
    } catch (IOException e) {
      throw lock == null ? failed(verb, directory, e) : failedWriting(verb, directory, e);
    } finally {
      openGuard.readLock().unlock();
    }
  }

  /** A reader may meet files that the writer is just replacing; what the writer meets is damage. */
  private static RuntimeException failedWriting(String verb, Path directory, IOException cause) {
    return cause instanceof RocksException rocks && rocks.isDamage()
        ? new FileLogDamagedException(directory, cause)
        : failed(verb, directory, cause);
  }

  private static UncheckedIOException failed(String verb, Path directory, IOException cause) {
    return new UncheckedIOException(
        "Cannot "
            + verb
            + " file log "
            + directory
            + ": "
            + cause.getMessage()
            + ". Check that the directory is a file log on a writable local disk with free space.",
        cause);
  }

  /** Waits for the uses that are under way. Idempotent. */
  @Override
  public void close() {
    openGuard.writeLock().lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      store.close();
      if (lock != null) {
        lock.close();
      }
    } catch (IOException e) {
      throw failed("close", directory, e);
    } finally {
      openGuard.writeLock().unlock();
    }
  }

  /** One use of the open store. */
  @FunctionalInterface
  interface Use<T extends @Nullable Object> {
    T of(RocksStore store) throws IOException;
  }
}
