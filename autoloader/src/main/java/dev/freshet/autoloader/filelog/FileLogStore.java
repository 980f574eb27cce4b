package dev.freshet.autoloader.filelog;

import dev.freshet.storage.DirectoryInUseException;
import dev.freshet.storage.DirectoryLock;
import dev.freshet.storage.damage.Damage;
import dev.freshet.storage.damage.DamageListener;
import dev.freshet.storage.damage.DamagedPart;
import dev.freshet.storage.location.StorageAwayException;
import dev.freshet.storage.rocks.JournalListener;
import dev.freshet.storage.rocks.RocksException;
import dev.freshet.storage.rocks.RocksJournal;
import dev.freshet.storage.rocks.RocksSettings;
import dev.freshet.storage.rocks.RocksStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory of one file log: its lock, its RocksDB store, and who may use the store when. Every
 * failure names the directory. Thread-safe; a use after {@link #close} is an error and not a crash.
 */
final class FileLogStore implements AutoCloseable {
  private static final RocksSettings SETTINGS =
      RocksSettings.withBloomBits(10).with(new RocksSettings.Memory(32L << 20, 16L << 20));
  static final String LOCK_FILE = "owner.lock";

  private static final Logger LOGGER = LoggerFactory.getLogger(FileLogStore.class);

  private final FileLogPlace place;
  private final RocksStore store;
  private final @Nullable DirectoryLock lock;
  private final ReentrantReadWriteLock openGuard = new ReentrantReadWriteLock();
  private boolean closed;
  private Settled settled = open -> {};

  private FileLogStore(FileLogPlace place, RocksStore store, @Nullable DirectoryLock lock) {
    this.place = place;
    this.store = store;
    this.lock = lock;
  }

  /**
   * Opens a log for writing and creates what is missing.
   *
   * @param damages is told of a damaged copy that was made again
   * @throws FileLogInUseException if another process, or this one, has it open for writing
   * @throws FileLogDamagedException if RocksDB finds damage, or something is not a file
   * @throws UncheckedIOException if the directory cannot be written
   */
  static FileLogStore open(FileLogPlace place, DamageListener damages) {
    Path directory = place.directory();
    try {
      FileLogProof.requireFiles(directory);
      Files.createDirectories(directory);
      DirectoryLock lock = DirectoryLock.acquire(directory, LOCK_FILE);
      try {
        return new FileLogStore(place, store(place, damages), lock);
      } catch (RocksException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (DirectoryInUseException e) {
      throw new FileLogInUseException("open", place.name(), e.owner() + " uses it", e);
    } catch (IOException e) {
      throw failedWriting("open", place, e);
    }
  }

  private static RocksStore store(FileLogPlace place, DamageListener damages)
      throws RocksException {
    if (place instanceof FileLogPlace.Shared shared) {
      return RocksJournal.open(
          shared.copy(), SETTINGS, shared.objects(), listener(shared, damages));
    }
    return RocksStore.open(place.directory(), SETTINGS);
  }

  private static JournalListener listener(FileLogPlace.Shared place, DamageListener damages) {
    return new JournalListener() {
      @Override
      public void notPut(IOException why) {
        LOGGER
            .atWarn()
            .addKeyValue("path", place.name())
            .addKeyValue("error", String.valueOf(why.getMessage()))
            .log(
                "a part of the file log cannot be put that shortens its opening, it is tried again");
      }

      @Override
      public void copyDamaged(RocksException damage) {
        damages.found(
            new Damage(
                DamagedPart.FILE_LOG,
                place.copy().toString(),
                String.valueOf(damage.getMessage()),
                "The copy was made again from " + place.name() + "."));
      }
    };
  }

  /** Opens a log as it is at this moment, also while a process writes to it. */
  static FileLogStore openReadOnly(FileLogPlace place) {
    try {
      return new FileLogStore(place, readable(place), null);
    } catch (RocksException e) {
      throw e.isJournalAway() ? away("open", place, e) : failed("open", place, e);
    }
  }

  private static RocksStore readable(FileLogPlace place) throws RocksException {
    if (place instanceof FileLogPlace.Shared shared) {
      return RocksJournal.copy(shared.copy(), SETTINGS, shared.objects())
          .orElseThrow(
              () ->
                  new UncheckedIOException(
                      new NoSuchFileException(
                          "Cannot open file log " + place.name() + ": there is none.")));
    }
    return RocksStore.openReadOnly(place.directory(), SETTINGS);
  }

  FileLogPlace place() {
    return place;
  }

  /** What is done when a write has come to its effect of which that was not known. */
  void whenSettled(Settled action) {
    settled = action;
  }

  Path directory() {
    return place.directory();
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
                    + place.name()
                    + ": it was opened read-only. Use FileLog.open to write.");
          }
          settle(open);
          return use.of(open);
        });
  }

  private synchronized void settle(RocksStore open) throws IOException {
    if (open.settle()) {
      settled.on(open);
    }
  }

  private <T extends @Nullable Object> T whileOpen(String verb, Use<T> use) {
    openGuard.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException(
            "Cannot " + verb + " file log " + place.name() + ": it is closed. Open it again.");
      }
      return use.of(store);
    } catch (IOException e) {
      throw lock == null ? failed(verb, place, e) : failedWriting(verb, place, e);
    } finally {
      openGuard.readLock().unlock();
    }
  }

  /** A reader may meet files that the writer is just replacing; what the writer meets is damage. */
  private static RuntimeException failedWriting(
      String verb, FileLogPlace place, IOException cause) {
    if (!(cause instanceof RocksException rocks)) {
      return failed(verb, place, cause);
    }
    if (rocks.isTakenOver()) {
      return new FileLogInUseException(
          verb, place.name(), String.valueOf(rocks.getMessage()), rocks);
    }
    if (rocks.isJournalAway()) {
      return away(verb, place, rocks);
    }
    if (!rocks.isDamage()) {
      return failed(verb, place, rocks);
    }
    return place instanceof FileLogPlace.Shared && !rocks.isOfJournal()
        ? copyFailed(verb, place, rocks)
        : new FileLogDamagedException(place, rocks);
  }

  private static UncheckedIOException away(String verb, FileLogPlace place, RocksException cause) {
    StorageAwayException away =
        new StorageAwayException(
            "Cannot "
                + verb
                + " file log "
                + place.name()
                + ": its storage did not answer as it should ("
                + cause.getMessage()
                + "). It is tried again; check that the storage can be reached and written to.",
            cause);
    return new UncheckedIOException(away.getMessage(), away);
  }

  private static UncheckedIOException copyFailed(
      String verb, FileLogPlace place, RocksException cause) {
    return new UncheckedIOException(
        "Cannot "
            + verb
            + " file log "
            + place.name()
            + ": its copy in "
            + place.directory()
            + " is damaged ("
            + cause.getMessage()
            + "). Start the query again: the copy is made again.",
        cause);
  }

  private static UncheckedIOException failed(String verb, FileLogPlace place, IOException cause) {
    return new UncheckedIOException(
        "Cannot "
            + verb
            + " file log "
            + place.name()
            + ": "
            + cause.getMessage()
            + ". Check that "
            + (place instanceof FileLogPlace.Shared
                ? "its copy " + place.directory() + " is in a writable local directory"
                : "the directory is a file log on a writable local disk")
            + " with free space.",
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
      throw failed("close", place, e);
    } finally {
      openGuard.writeLock().unlock();
    }
  }

  /** Looks at the store after a write that had come to its effect. */
  @FunctionalInterface
  interface Settled {
    void on(RocksStore store) throws IOException;
  }

  /** One use of the open store. */
  @FunctionalInterface
  interface Use<T extends @Nullable Object> {
    T of(RocksStore store) throws IOException;
  }
}
