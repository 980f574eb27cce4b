package dev.freshet.pipeline.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.RocksObject;
import org.rocksdb.Slice;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The RocksDB directory of an index: opening, also of a damaged one, and every native handle.
 * Memory is bounded by the block cache and two write buffers. Thread-safe.
 */
final class KeyStore implements AutoCloseable {

  static {
    // Before any native handle is made, the fields of this class included.
    RocksDB.loadLibrary();
  }

  private static final Logger LOGGER = LoggerFactory.getLogger(KeyStore.class);
  private static final StoreErrors ERRORS = new StoreErrors("key index", "it is rebuilt from Gold");
  private static final long BLOCK_CACHE_BYTES = 64L << 20;
  private static final long WRITE_BUFFER_BYTES = 16L << 20;
  private static final double BLOOM_BITS_PER_KEY = 10;

  private final Path dir;
  private final RocksDB db;
  private final WriteOptions synced = new WriteOptions().setSync(true);
  private final WriteOptions unsynced = new WriteOptions();
  private final List<RocksObject> handles;

  private KeyStore(Path dir, RocksDB db, List<RocksObject> handles) {
    this.dir = dir;
    this.db = db;
    this.handles = handles;
  }

  /** Opens the directory, creating it when missing and emptying it when it is damaged. */
  static KeyStore open(Path dir) {
    try {
      Files.createDirectories(dir);
      return openOnce(dir);
    } catch (RocksDBException failed) {
      if (RocksFailure.isLocked(failed)) {
        throw ERRORS.inUse(dir, failed);
      }
      if (!RocksFailure.isDamage(dir, failed)) {
        throw ERRORS.unusable("open", dir, failed);
      }
      LOGGER
          .atWarn()
          .addKeyValue("dir", dir)
          .addKeyValue("error", failed.toString())
          .log("key index is damaged, starting an empty one that is rebuilt from gold");
    } catch (IOException failed) {
      throw ERRORS.unusable("create", dir, failed);
    }
    return openEmptied(dir);
  }

  private static KeyStore openEmptied(Path dir) {
    try {
      try (Options options = new Options()) {
        RocksDB.destroyDB(dir.toString(), options);
      }
      return openOnce(dir);
    } catch (RocksDBException failed) {
      throw ERRORS.unusable("empty the damaged", dir, failed);
    }
  }

  private static KeyStore openOnce(Path dir) throws RocksDBException {
    LRUCache cache = new LRUCache(BLOCK_CACHE_BYTES);
    BloomFilter bloom = new BloomFilter(BLOOM_BITS_PER_KEY);
    Options options =
        new Options()
            .setCreateIfMissing(true)
            .setWriteBufferSize(WRITE_BUFFER_BYTES)
            .setKeepLogFileNum(2)
            .setTableFormatConfig(
                new BlockBasedTableConfig()
                    .setBlockCache(cache)
                    .setCacheIndexAndFilterBlocks(true)
                    .setFilterPolicy(bloom));
    List<RocksObject> handles = List.of(options, bloom, cache);
    try {
      return new KeyStore(dir, RocksDB.open(options, dir.toString()), handles);
    } catch (RocksDBException failed) {
      handles.forEach(RocksObject::close);
      throw failed;
    }
  }

  byte @Nullable [] find(byte[] key) {
    try {
      return db.get(key);
    } catch (RocksDBException failed) {
      throw ERRORS.unusable("read", dir, failed);
    }
  }

  /**
   * The value of each key at the key's position, null where there is none. One look-up after the
   * other: RocksDB's look-up of many takes a key in a damaged block for one that is not there.
   */
  List<byte @Nullable []> findAll(List<byte[]> keys) {
    List<byte @Nullable []> values = new ArrayList<>(keys.size());
    keys.forEach(key -> values.add(find(key)));
    return values;
  }

  /** Writes all or nothing; when {@code durable}, also all writes before are on disk afterwards. */
  void write(Changes changes, boolean durable) {
    try (WriteBatch batch = new WriteBatch()) {
      changes.into(batch);
      db.write(durable ? synced : unsynced, batch);
    } catch (RocksDBException failed) {
      throw ERRORS.unusable("write", dir, failed);
    }
  }

  /** Visits the keys from {@code first} on, before {@code end}, in key order, as of now. */
  void scan(byte[] first, byte[] end, Visitor visitor) {
    try (Slice bound = new Slice(end);
        ReadOptions options = new ReadOptions().setIterateUpperBound(bound).setFillCache(false);
        RocksIterator entries = db.newIterator(options)) {
      for (entries.seek(first); entries.isValid(); entries.next()) {
        visitor.visit(entries.key(), entries.value());
      }
      entries.status();
    } catch (RocksDBException failed) {
      throw ERRORS.unusable("read", dir, failed);
    }
  }

  @Override
  public void close() {
    db.close();
    synced.close();
    unsynced.close();
    handles.forEach(RocksObject::close);
  }

  /** Fills a write batch. */
  interface Changes {
    void into(WriteBatch batch) throws RocksDBException;
  }

  /** Sees one entry. */
  interface Visitor {
    void visit(byte[] key, byte[] value);
  }
}
