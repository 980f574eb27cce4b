package dev.freshet.pipeline.cache;

import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.pipeline.record.StoreErrors;
import dev.freshet.storage.damage.Damage;
import dev.freshet.storage.damage.DamageListener;
import dev.freshet.storage.damage.DamagedPart;
import dev.freshet.storage.damage.SetAside;
import dev.freshet.storage.rocks.RocksException;
import dev.freshet.storage.rocks.RocksStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A persistent map from {@link CachedVector#key} to vector that may forget anything at any time.
 *
 * <p>Once it is open, a failure of its files is logged as a warning and never thrown: a vector that
 * cannot be read counts as unknown, and one that cannot be written is embedded again another time.
 * Damaged files are moved beside the directory, where the last damaged ones stay, and the cache
 * starts empty. Thread-safe.
 */
final class VectorCache implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(VectorCache.class);
  private static final StoreErrors ERRORS = new StoreErrors("vector cache", "use fills it again");

  private final Path dir;
  private final CacheSize size;
  private final DamageListener damages;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  /** Null after damaged files could not be replaced: the cache is empty from then on. */
  private @Nullable RocksStore files;

  private boolean closed;

  private VectorCache(Path dir, CacheSize size, DamageListener damages, RocksStore files) {
    this.dir = dir;
    this.size = size;
    this.damages = damages;
    this.files = files;
  }

  /**
   * Opens the cache of a directory. A missing one is made, a damaged one is set aside.
   *
   * @throws FreshetException ALREADY_RUNNING if another process, or this one, has it open;
   *     STORE_UNAVAILABLE if the disk does not answer
   */
  static VectorCache open(Path dir, CacheSize size, DamageListener damages) {
    try {
      Files.createDirectories(dir);
      return new VectorCache(dir, size, damages, openFiles(dir, size, damages));
    } catch (RocksException failed) {
      if (failed.isLocked()) {
        throw ERRORS.inUse(dir, failed);
      }
      throw ERRORS.unusable("open", dir, failed);
    } catch (IOException failed) {
      throw ERRORS.unusable("create", dir, failed);
    }
  }

  private static RocksStore openFiles(Path dir, CacheSize size, DamageListener damages)
      throws IOException {
    try {
      return RocksStore.open(dir, size.settings());
    } catch (RocksException failed) {
      if (failed.isLocked() || !failed.isDamage()) {
        throw failed;
      }
      setAside(dir, failed, damages);
      return RocksStore.open(dir, size.settings());
    }
  }

  /**
   * The vector of each key at the key's position, null where it is not known.
   *
   * @param dimension of every vector
   * @throws FreshetException INTERNAL if the cache is closed
   */
  List<float @Nullable []> find(List<byte[]> keys, int dimension) {
    return attempt(open -> vectors(keys, open.findAll(keys), dimension))
        .orElseGet(() -> Collections.nCopies(keys.size(), null));
  }

  private static List<float @Nullable []> vectors(
      List<byte[]> keys, List<byte @Nullable []> values, int dimension)
      throws DamagedEntryException {
    List<float @Nullable []> vectors = new ArrayList<>(keys.size());
    for (int i = 0; i < keys.size(); i++) {
      byte[] value = values.get(i);
      vectors.add(value == null ? null : CachedVector.vector(keys.get(i), value, dimension));
    }
    return vectors;
  }

  /**
   * Remembers vectors.
   *
   * @param keys of the vectors, position by position
   * @throws FreshetException INTERNAL if the cache is closed
   */
  void put(List<byte[]> keys, List<float[]> vectors) {
    attempt(
        open -> {
          open.write(
              batch -> {
                for (int i = 0; i < keys.size(); i++) {
                  batch.put(keys.get(i), CachedVector.value(keys.get(i), vectors.get(i)));
                }
              });
          return true;
        });
  }

  private <T> Optional<T> attempt(Use<T> use) {
    RocksStore used;
    Exception failure;
    lock.readLock().lock();
    try {
      requireOpen();
      used = files;
      return used == null ? Optional.empty() : Optional.of(use.of(used));
    } catch (RocksException | DamagedEntryException e) {
      used = files;
      failure = e;
    } finally {
      lock.readLock().unlock();
    }
    giveUp(used, failure);
    return Optional.empty();
  }

  private void requireOpen() {
    if (closed) {
      throw new FreshetException(
          ErrorCode.INTERNAL,
          "Cannot use vector cache in %s: it is closed. Open it again.".formatted(dir));
    }
  }

  /** Logs the failure, and replaces the files if they are damaged. */
  private void giveUp(@Nullable RocksStore failed, Exception failure) {
    boolean damaged = !(failure instanceof RocksException rocks) || rocks.isDamage();
    if (!damaged) {
      LOGGER
          .atWarn()
          .addKeyValue("path", dir)
          .addKeyValue("error", failure.toString())
          .log("vector cache does not answer, embedding without it");
      return;
    }
    lock.writeLock().lock();
    try {
      // Another thread may have replaced the files already.
      if (!closed && failed != null && files == failed) {
        replace(failed, failure);
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  private void replace(RocksStore damaged, Exception damage) {
    files = null;
    damaged.close();
    try {
      setAside(dir, damage, damages);
      files = RocksStore.open(dir, size.settings());
    } catch (IOException e) {
      LOGGER
          .atWarn()
          .addKeyValue("path", dir)
          .addKeyValue("error", e.toString())
          .log(
              "damaged vector cache cannot be replaced, embedding without it until the next start");
    }
  }

  private static void setAside(Path dir, Exception damage, DamageListener damages)
      throws IOException {
    Path aside = SetAside.rename(dir);
    Files.createDirectories(dir);
    damages.found(
        new Damage(
            DamagedPart.VECTOR_CACHE,
            dir.toString(),
            String.valueOf(damage.getMessage()),
            "The vector cache is now " + aside + ". A new one is empty, and use fills it."));
  }

  /** Waits for calls under way. Idempotent; calls afterwards are refused. */
  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      RocksStore open = files;
      files = null;
      closed = true;
      if (open != null) {
        open.close();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** Uses the files; they are not closed meanwhile. */
  private interface Use<T> {
    T of(RocksStore files) throws RocksException, DamagedEntryException;
  }
}
