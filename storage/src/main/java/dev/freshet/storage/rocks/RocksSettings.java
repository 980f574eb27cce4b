package dev.freshet.storage.rocks;

import java.util.Optional;

/**
 * How a directory is opened. A directory must be opened with the same settings every time, because
 * some of them decide what its files look like. What is not set here has RocksDB's default.
 *
 * @param bloomBitsPerKey of the filter that answers most look-ups of absent keys without a read
 * @param memory bounds of the native memory
 * @param entries what the entries are like, if they are not small and compressible
 * @param fifo when the oldest entries are dropped; entries are kept if empty
 */
public record RocksSettings(
    double bloomBitsPerKey,
    Optional<Memory> memory,
    Optional<LargeEntries> entries,
    Optional<Fifo> fifo) {

  /**
   * Bounds of the native memory of a store.
   *
   * @param blockCacheBytes of blocks read, the index and the filter of every file included
   * @param writeBufferBytes of entries that are in no file yet; there may be two such buffers
   */
  public record Memory(long blockCacheBytes, long writeBufferBytes) {}

  /**
   * Entries that are large and look like noise, so that compressing them does not help.
   *
   * @param blockBytes size of a block of a file, uncompressed
   */
  public record LargeEntries(long blockBytes) {}

  /**
   * FIFO compaction: the files with the oldest entries are deleted.
   *
   * @param maxBytes of all files together
   * @param maxMergedBytes most bytes of the files that are merged into one
   */
  public record Fifo(long maxBytes, long maxMergedBytes) {}

  /** Every setting at its default, with a filter of that size. */
  public static RocksSettings withBloomBits(double bitsPerKey) {
    return new RocksSettings(bitsPerKey, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** The same with bounded memory. */
  public RocksSettings with(Memory bounds) {
    return new RocksSettings(bloomBitsPerKey, Optional.of(bounds), entries, fifo);
  }

  /** The same for large entries. */
  public RocksSettings with(LargeEntries large) {
    return new RocksSettings(bloomBitsPerKey, memory, Optional.of(large), fifo);
  }

  /** The same with the oldest entries dropped. */
  public RocksSettings with(Fifo limits) {
    return new RocksSettings(bloomBitsPerKey, memory, entries, Optional.of(limits));
  }
}
