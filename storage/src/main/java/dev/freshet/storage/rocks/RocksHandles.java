package dev.freshet.storage.rocks;

import java.util.ArrayDeque;
import java.util.Deque;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompactionOptionsFIFO;
import org.rocksdb.CompactionStyle;
import org.rocksdb.CompressionType;
import org.rocksdb.IndexType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksObject;
import org.rocksdb.WALRecoveryMode;

/** The options of one store and every native object they refer to. */
final class RocksHandles implements AutoCloseable {

  /** RocksDB writes a log of its own work; this many files of it are kept. */
  private static final int KEPT_INFO_LOGS = 2;

  private static final int METADATA_BLOCK_BYTES = 4096;

  /** In the order of closing: what refers to another object is closed before it. */
  private final Deque<RocksObject> handles = new ArrayDeque<>();

  private final Options options;

  RocksHandles(RocksSettings settings) {
    BlockBasedTableConfig table =
        new BlockBasedTableConfig()
            .setFilterPolicy(own(new BloomFilter(settings.bloomBitsPerKey())));
    // By default damage in the write-ahead log silently ends the log there. This way only a write
    // that a crash cut short is left out; any other damage is an error of the opening.
    this.options =
        new Options()
            .setCreateIfMissing(true)
            .setKeepLogFileNum(KEPT_INFO_LOGS)
            .setWalRecoveryMode(WALRecoveryMode.TolerateCorruptedTailRecords);
    settings.memory().ifPresent(memory -> bound(memory, table));
    settings.entries().ifPresent(entries -> large(entries, table));
    settings.fifo().ifPresent(this::dropOldest);
    own(options.setTableFormatConfig(table));
  }

  /**
   * Index and filter of a file are cached in small blocks. As one block each they are larger than a
   * shard of the cache from some 400 000 entries on, and would be read again for every key.
   */
  private void bound(RocksSettings.Memory memory, BlockBasedTableConfig table) {
    table
        .setBlockCache(own(new LRUCache(memory.blockCacheBytes())))
        .setCacheIndexAndFilterBlocks(true)
        .setIndexType(IndexType.kTwoLevelIndexSearch)
        .setPartitionFilters(true)
        .setMetadataBlockSize(METADATA_BLOCK_BYTES)
        .setPinTopLevelIndexAndFilter(true);
    options.setWriteBufferSize(memory.writeBufferBytes());
  }

  private void large(RocksSettings.LargeEntries entries, BlockBasedTableConfig table) {
    table.setBlockSize(entries.blockBytes());
    options.setCompressionType(CompressionType.NO_COMPRESSION);
  }

  private void dropOldest(RocksSettings.Fifo limits) {
    CompactionOptionsFIFO fifo =
        own(
            new CompactionOptionsFIFO()
                .setMaxTableFilesSize(limits.maxBytes())
                .setAllowCompaction(true));
    options
        .setCompactionStyle(CompactionStyle.FIFO)
        .setCompactionOptionsFIFO(fifo)
        .setMaxCompactionBytes(limits.maxMergedBytes());
  }

  private <T extends RocksObject> T own(T handle) {
    handles.addFirst(handle);
    return handle;
  }

  Options options() {
    return options;
  }

  @Override
  public void close() {
    handles.forEach(RocksObject::close);
  }
}
