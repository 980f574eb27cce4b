package dev.freshet.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;

/**
 * The resources of this process.
 *
 * @param threads live threads
 * @param heapBytes used heap after a garbage collection
 * @param directBytes memory of direct buffers
 * @param files open descriptors, sockets included
 */
record ProcessFigures(int threads, long heapBytes, long directBytes, long files) {

  private static final long HEAP_SLACK = 24 << 20;
  private static final long DIRECT_SLACK = 16 << 20;
  private static final int FEW = 8;

  static ProcessFigures now() {
    System.gc();
    long direct =
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .filter(pool -> pool.getName().equals("direct"))
            .mapToLong(BufferPoolMXBean::getMemoryUsed)
            .sum();
    UnixOperatingSystemMXBean system =
        (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return new ProcessFigures(
        ManagementFactory.getThreadMXBean().getThreadCount(),
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
        direct,
        system.getOpenFileDescriptorCount());
  }

  void assertNotAbove(ProcessFigures before) {
    assertThat(threads).as("threads").isLessThanOrEqualTo(before.threads + FEW);
    assertThat(files).as("open files").isLessThanOrEqualTo(before.files + FEW);
    assertThat(heapBytes).as("heap").isLessThanOrEqualTo(before.heapBytes + HEAP_SLACK);
    assertThat(directBytes)
        .as("direct memory")
        .isLessThanOrEqualTo(before.directBytes + DIRECT_SLACK);
  }
}
