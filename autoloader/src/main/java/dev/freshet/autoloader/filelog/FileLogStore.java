package dev.freshet.autoloader.filelog;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** Owner of the native RocksDB handles of one log. Not guarded against use after close. */
final class FileLogStore implements AutoCloseable {
  static {
    // Any RocksDB type created before the library is loaded fails with an UnsatisfiedLinkError.
    RocksDB.loadLibrary();
  }

  /** A reader may meet a log file that the writer is just replacing; the next look succeeds. */
  private static final int READ_ONLY_ATTEMPTS = 5;

  private static final int KEPT_INFO_LOGS = 2;

  private final Options options;
  private final BloomFilter filter;
  private final WriteOptions synced;
  private final WriteOptions unsynced;
  private final RocksDB db;

  private FileLogStore(Opener opener) throws RocksDBException {
    this.filter = new BloomFilter(10);
    this.options =
        new Options()
            .setCreateIfMissing(true)
            .setKeepLogFileNum(KEPT_INFO_LOGS)
            .setTableFormatConfig(new BlockBasedTableConfig().setFilterPolicy(filter));
    this.synced = new WriteOptions().setSync(true);
    this.unsynced = new WriteOptions();
    try {
      this.db = opener.open(options);
    } catch (RocksDBException e) {
      closeOptions();
      throw e;
    }
  }

  static FileLogStore open(Path directory) throws RocksDBException {
    return new FileLogStore(options -> RocksDB.open(options, directory.toString()));
  }

  static FileLogStore openReadOnly(Path directory) throws RocksDBException {
    for (int attempt = 1; ; attempt++) {
      try {
        return new FileLogStore(
            options ->
                RocksDB.openReadOnly(options.setCreateIfMissing(false), directory.toString()));
      } catch (RocksDBException e) {
        if (attempt == READ_ONLY_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  byte @Nullable [] value(byte[] key) throws RocksDBException {
    return db.get(key);
  }

  long number(byte[] key, long fallback) throws RocksDBException {
    byte[] value = db.get(key);
    return value == null ? fallback : FileLogCodec.number(value);
  }

  RocksIterator iterator() {
    return db.newIterator();
  }

  void put(byte[] key, byte[] value) throws RocksDBException {
    db.put(unsynced, key, value);
  }

  void putSynced(byte[] key, byte[] value) throws RocksDBException {
    db.put(synced, key, value);
  }

  void writeSynced(WriteBatch batch) throws RocksDBException {
    db.write(synced, batch);
  }

  @Override
  public void close() {
    db.close();
    closeOptions();
  }

  private void closeOptions() {
    unsynced.close();
    synced.close();
    options.close();
    filter.close();
  }

  @FunctionalInterface
  private interface Opener {
    RocksDB open(Options options) throws RocksDBException;
  }
}
