package dev.freshet.home.report;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * How much memory a process uses.
 *
 * @param at when it was measured
 * @param bytes by part, such as {@code heap} and {@code resident}; see docs/metrics.md
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record MemoryReport(Instant at, Map<String, Long> bytes) {

  /** An older report is of a process that has ended. */
  private static final Duration AGE_MAX = Duration.ofSeconds(30);

  public MemoryReport {
    bytes = Map.copyOf(bytes);
  }

  /** The file in which a process reports. */
  public static JsonFile<MemoryReport> file(Path file) {
    return new JsonFile<>(file, MemoryReport.class);
  }

  /** Whether the process still reports. */
  public boolean isCurrent(Instant now) {
    return Duration.between(at, now).compareTo(AGE_MAX) < 0;
  }
}
