package dev.freshet.pipeline.record;

import dev.freshet.storage.damage.Damage;
import dev.freshet.storage.damage.DamageListener;
import dev.freshet.storage.damage.DamagedPart;
import dev.freshet.storage.damage.SetAside;
import dev.freshet.storage.rocks.RocksException;
import dev.freshet.storage.rocks.RocksSettings;
import dev.freshet.storage.rocks.RocksStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The RocksDB directory of a key index. It is opened even if it is damaged, empty then, because the
 * index can be rebuilt; every later failure becomes an error of the pipeline. Thread-safe except
 * for {@link #close}.
 */
final class KeyStore implements AutoCloseable {

  private static final StoreErrors ERRORS = new StoreErrors("key index", "it is rebuilt from Gold");
  private static final RocksSettings SETTINGS =
      RocksSettings.withBloomBits(10).with(new RocksSettings.Memory(64L << 20, 16L << 20));

  private final Path dir;
  private final RocksStore store;

  private KeyStore(Path dir, RocksStore store) {
    this.dir = dir;
    this.store = store;
  }

  /**
   * Opens the directory and reads its files once, to compare their checksums. A missing one is
   * created; a damaged one is put aside.
   */
  static KeyStore open(Path dir, DamageListener damages) {
    try {
      return openWhole(dir);
    } catch (RocksException failed) {
      if (failed.isLocked()) {
        throw ERRORS.inUse(dir, failed);
      }
      if (!failed.isDamage()) {
        throw ERRORS.unusable("open", dir, failed);
      }
      return openInPlaceOf(dir, failed, damages);
    } catch (IOException failed) {
      throw ERRORS.unusable("create", dir, failed);
    }
  }

  private static KeyStore openInPlaceOf(Path dir, RocksException damage, DamageListener damages) {
    try {
      Path aside = SetAside.rename(dir);
      KeyStore empty = openWhole(dir);
      damages.found(
          new Damage(
              DamagedPart.KEY_INDEX,
              dir.toString(),
              String.valueOf(damage.getMessage()),
              "The key index is now " + aside + ". A new one is filled from Gold."));
      return empty;
    } catch (IOException failed) {
      throw ERRORS.unusable("replace the damaged", dir, failed);
    }
  }

  private static KeyStore openWhole(Path dir) throws IOException {
    Files.createDirectories(dir);
    RocksStore store = RocksStore.open(dir, SETTINGS);
    try {
      store.verify();
    } catch (RocksException e) {
      store.close();
      throw e;
    }
    return new KeyStore(dir, store);
  }

  /** The value of a key, null if there is none. */
  byte @Nullable [] find(byte[] key) {
    try {
      return store.find(key);
    } catch (RocksException failed) {
      throw ERRORS.unusable("read", dir, failed);
    }
  }

  /** The value of each key at the key's position, null where there is none. */
  List<byte @Nullable []> findAll(List<byte[]> keys) {
    try {
      return store.findAll(keys);
    } catch (RocksException failed) {
      throw ERRORS.unusable("read", dir, failed);
    }
  }

  /** Writes all or nothing; a crash of the machine may lose it. */
  void write(RocksStore.Changes changes) {
    try {
      store.write(changes);
    } catch (RocksException failed) {
      throw ERRORS.unusable("write", dir, failed);
    }
  }

  /** Writes all or nothing; it and all writes before it are on disk afterwards. */
  void writeSynced(RocksStore.Changes changes) {
    try {
      store.writeSynced(changes);
    } catch (RocksException failed) {
      throw ERRORS.unusable("write", dir, failed);
    }
  }

  /** Visits the keys from {@code first} on, before {@code end}, in key order, as of now. */
  void scan(byte[] first, byte[] end, RocksStore.Visitor visitor) {
    try {
      store.scan(first, end, visitor);
    } catch (RocksException failed) {
      throw ERRORS.unusable("read", dir, failed);
    }
  }

  @Override
  public void close() {
    store.close();
  }
}
