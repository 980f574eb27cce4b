package dev.freshet.bench.load;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Memory of this process, in megabytes.
 *
 * @param heap in use after a full collection
 * @param resident all that is in memory, 0 if the system does not tell
 * @param anonymous of it what no file is behind: heap, also the part that is free, and native
 * @param file of it what is mapped from files, which others may use meanwhile
 */
record ProcessMemory(long heap, long resident, long anonymous, long file) {

  static ProcessMemory now() throws IOException {
    System.gc();
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20;
    Path status = Path.of("/proc/self/status");
    List<String> lines = Files.exists(status) ? Files.readAllLines(status) : List.of();
    return new ProcessMemory(
        heap, value(lines, "VmRSS:"), value(lines, "RssAnon:"), value(lines, "RssFile:"));
  }

  private static long value(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElse(0);
  }
}
