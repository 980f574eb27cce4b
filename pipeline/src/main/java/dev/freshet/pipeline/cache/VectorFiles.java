package dev.freshet.pipeline.cache;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompactionOptionsFIFO;
import org.rocksdb.CompactionStyle;
import org.rocksdb.CompressionType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksObject;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * The RocksDB directory of the cache, with every native handle. Thread-safe, {@link #close} apart:
 * nobody may be inside another method then.
 *
 * <p>FIFO compaction: the files with the oldest entries are deleted once all files together exceed
 * a size. An entry is written at most twice, unless frequent starts leave many small files behind.
 */
final class VectorFiles implements AutoCloseable {

  static {
    // Before any native handle is made, the fields of this class included.
    RocksDB.loadLibrary();
  }

  private static final long BLOCK_CACHE_BYTES = 16L << 20;

  /** Entries are large: with blocks of 4 KiB the index would be a fiftieth of the data. */
  private static final long BLOCK_BYTES = 32L << 10;

  /** A lookup asks the filter of every file, so that false answers must be rare. */
  private static final double BLOOM_BITS_PER_KEY = 16;

  private final RocksDB db;
  private final WriteOptions unsynced = new WriteOptions();
  private final List<RocksObject> handles;

  private VectorFiles(RocksDB db, List<RocksObject> handles) {
    this.db = db;
    this.handles = handles;
  }

  /**
   * Opens an existing directory, or makes the files of a new one in it.
   *
   * @param size most bytes of all files together, the newest entries and the log apart
   */
  static VectorFiles open(Path dir, CacheSize size) throws RocksDBException {
    LRUCache cache = new LRUCache(BLOCK_CACHE_BYTES);
    BloomFilter bloom = new BloomFilter(BLOOM_BITS_PER_KEY);
    CompactionOptionsFIFO fifo =
        new CompactionOptionsFIFO().setMaxTableFilesSize(size.bytesMax()).setAllowCompaction(true);
    Options options =
        new Options()
            .setCreateIfMissing(true)
            .setCompactionStyle(CompactionStyle.FIFO)
            .setCompactionOptionsFIFO(fifo)
            .setWriteBufferSize(size.writeBufferBytes())
            // A lookup asks every file, so that they are merged; but not into ever larger ones, of
            // which the oldest would take half the cache with it.
            .setMaxCompactionBytes(size.bytesMax() / 8)
            // The numbers of a vector look like noise to a compressor.
            .setCompressionType(CompressionType.NO_COMPRESSION)
            .setKeepLogFileNum(2)
            .setTableFormatConfig(
                new BlockBasedTableConfig()
                    .setBlockCache(cache)
                    .setBlockSize(BLOCK_BYTES)
                    .setCacheIndexAndFilterBlocks(true)
                    .setFilterPolicy(bloom));
    List<RocksObject> handles = List.of(options, fifo, bloom, cache);
    try {
      return new VectorFiles(RocksDB.open(options, dir.toString()), handles);
    } catch (RocksDBException failed) {
      handles.forEach(RocksObject::close);
      throw failed;
    }
  }

  /**
   * The value of each key at the key's position, null where there is none. One by one: {@code
   * multiGetAsList} of RocksDB 9.8 answers null for an entry in a damaged block.
   */
  List<byte @Nullable []> find(List<byte[]> keys) throws RocksDBException {
    List<byte @Nullable []> values = new ArrayList<>(keys.size());
    for (byte[] key : keys) {
      values.add(db.get(key));
    }
    return values;
  }

  /**
   * Writes all or nothing. A crash of the process loses nothing, a crash of the machine the end.
   */
  void put(List<byte[]> keys, List<byte[]> values) throws RocksDBException {
    try (WriteBatch batch = new WriteBatch()) {
      for (int i = 0; i < keys.size(); i++) {
        batch.put(keys.get(i), values.get(i));
      }
      db.write(unsynced, batch);
    }
  }

  @Override
  public void close() {
    db.close();
    unsynced.close();
    handles.forEach(RocksObject::close);
  }
}
