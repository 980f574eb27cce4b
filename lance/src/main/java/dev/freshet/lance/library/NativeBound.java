package dev.freshet.lance.library;

import com.sun.management.OperatingSystemMXBean;
import dev.freshet.storage.memory.NativeMemory;
import dev.freshet.storage.memory.NativeMemory.Library;
import java.lang.management.ManagementFactory;
import org.apache.arrow.memory.BufferAllocator;
import org.lance.Dataset;
import org.lance.ReadOptions;
import org.lance.Session;

/**
 * The bound of the native memory of a table, and its count. Lance caches up to 6 GiB of indexes and
 * 1 GiB of metadata for each table that is open, whatever the machine has; here it is a part of the
 * memory of the machine, or of the container.
 */
public final class NativeBound {

  private static final int MACHINE_PER_INDEX_CACHE = 4;
  private static final int MACHINE_PER_METADATA_CACHE = 16;
  private static final long CACHE_BYTES_MIN = 64L << 20;

  private NativeBound() {}

  /** The options with which a table is opened. */
  public static ReadOptions options() {
    return options(
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize());
  }

  static ReadOptions options(long machineBytes) {
    return new ReadOptions.Builder()
        .setIndexCacheSizeBytes(
            part(machineBytes / MACHINE_PER_INDEX_CACHE, Session.DEFAULT_INDEX_CACHE_SIZE_BYTES))
        .setMetadataCacheSizeBytes(
            part(
                machineBytes / MACHINE_PER_METADATA_CACHE,
                Session.DEFAULT_METADATA_CACHE_SIZE_BYTES))
        .build();
  }

  private static long part(long bytes, long most) {
    return Math.max(CACHE_BYTES_MIN, Math.min(bytes, most));
  }

  /** Counts the memory of an open table; to be closed before the table is. */
  public static NativeMemory.Counted count(BufferAllocator allocator, Dataset dataset) {
    Session session = dataset.session();
    NativeMemory.Counted arrow = NativeMemory.count(Library.ARROW, allocator::getAllocatedMemory);
    NativeMemory.Counted caches = NativeMemory.count(Library.LANCE, session::sizeBytes);
    return () -> {
      arrow.close();
      caches.close();
      session.close();
    };
  }
}
