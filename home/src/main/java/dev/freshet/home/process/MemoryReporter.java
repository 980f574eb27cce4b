package dev.freshet.home.process;

import dev.freshet.home.report.JsonFile;
import dev.freshet.home.report.MemoryReport;
import dev.freshet.storage.memory.NativeMemory;
import dev.freshet.storage.memory.ResidentMemory;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures the memory of this process every five seconds and writes it where the server that is
 * scraped finds it. Thread-safe.
 */
public final class MemoryReporter implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(MemoryReporter.class);
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final JsonFile<MemoryReport> file;
  private final Background background;
  private volatile boolean warned;

  private MemoryReporter(Path file) {
    this.file = MemoryReport.file(file);
    this.background = new Background("memory", PAUSE, this::report);
  }

  /** Begins to report to a file. */
  public static MemoryReporter start(Path file) {
    return new MemoryReporter(file);
  }

  private void report() {
    Path home = file.path().toAbsolutePath().getParent().getParent();
    if (!Files.isDirectory(home)) {
      return; // It is made by the run.
    }
    try {
      file.write(new MemoryReport(Instant.now(), measure()));
    } catch (IOException e) {
      if (!warned) {
        warned = true;
        LOGGER
            .atWarn()
            .addKeyValue("path", file.path())
            .addKeyValue("error", e.toString())
            .log("memory of this process cannot be reported");
      }
    }
  }

  /** Bytes by part; a part that this system does not tell is left out. */
  static Map<String, Long> measure() {
    Map<String, Long> bytes = new TreeMap<>();
    var heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    bytes.put("heap", heap.getUsed());
    bytes.put("heap_max", heap.getMax());
    bytes.put(
        "direct",
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .filter(pool -> pool.getName().equals("direct"))
            .mapToLong(BufferPoolMXBean::getMemoryUsed)
            .sum());
    NativeMemory.held()
        .forEach((library, held) -> bytes.put(library.name().toLowerCase(Locale.ROOT), held));
    ResidentMemory.now().ifPresent(now -> bytes.put("resident", now));
    ResidentMemory.most().ifPresent(most -> bytes.put("resident_max", most));
    return bytes;
  }

  @Override
  public void close() {
    background.close();
  }
}
