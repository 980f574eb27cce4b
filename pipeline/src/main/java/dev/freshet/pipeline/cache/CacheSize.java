package dev.freshet.pipeline.cache;

import dev.freshet.storage.rocks.RocksSettings;

/**
 * How large the cache may become.
 *
 * @param bytesMax most bytes of its files; the oldest, an eighth at most, are deleted above that
 * @param writeBufferBytes of memory, and on disk, for entries that are not in a file yet; there may
 *     be two of them
 */
record CacheSize(long bytesMax, long writeBufferBytes) {

  private static final long BLOCK_CACHE_BYTES = 16L << 20;

  /** Entries are large: with blocks of 4 KiB the index would be a fiftieth of the data. */
  private static final long BLOCK_BYTES = 32L << 10;

  /** A look-up asks the filter of every file, so false answers must be rare. */
  private static final double BLOOM_BITS_PER_KEY = 16;

  /** A look-up asks every file, so files are merged, but only up to this part of the cache. */
  private static final int MERGED_PART = 8;

  /**
   * 4 GiB hold 2.7 million vectors of 384 components, which are hours of work of the model. That is
   * far more than a failure makes the pipeline repeat, and no more disk than the vector table needs
   * for as many chunks.
   */
  static CacheSize standard() {
    return new CacheSize(4L << 30, 32L << 20);
  }

  /**
   * How the files are kept: the oldest are deleted once all together exceed the size. An entry is
   * written at most twice, unless frequent starts leave many small files behind.
   */
  RocksSettings settings() {
    return RocksSettings.withBloomBits(BLOOM_BITS_PER_KEY)
        .with(new RocksSettings.Memory(BLOCK_CACHE_BYTES, writeBufferBytes))
        .with(new RocksSettings.LargeEntries(BLOCK_BYTES))
        .with(new RocksSettings.Fifo(bytesMax, bytesMax / MERGED_PART));
  }
}
