package dev.freshet.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the names and sizes in the log of a Delta table say: entries are {@code <20 digits>.json}
 * and follow each other without a hole from the oldest that was not cleaned up (Delta protocol,
 * "Delta Log Entries" and "Checkpoints").
 *
 * @param table its directory
 */
record DeltaNames(Path table) {

  private NavigableMap<Long, Long> entries() throws IOException {
    NavigableMap<Long, Long> entries = new TreeMap<>();
    try (Stream<Path> files = Files.list(table.resolve("_delta_log"))) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (name.matches("\\d{20}\\.json")) {
          entries.put(Long.parseLong(name.substring(0, 20)), Files.size(file));
        }
      }
    }
    return entries;
  }

  Map<String, @Nullable Object> facts() throws IOException {
    NavigableMap<Long, Long> entries = entries();
    Map<String, @Nullable Object> facts = new LinkedHashMap<>();
    facts.put("version", entries.isEmpty() ? null : entries.lastKey());
    facts.put("oldestEntry", entries.isEmpty() ? null : entries.firstKey());
    facts.put("entries", entries.size());
    try (Stream<Path> files = Files.list(table.resolve("_delta_log"))) {
      facts.put(
          "checkpoints",
          files.filter(file -> file.toString().endsWith(".checkpoint.parquet")).count());
    }
    facts.put("fault", fault().orElse(null));
    return facts;
  }

  /** The first entry that is missing or empty. */
  Optional<String> fault() throws IOException {
    NavigableMap<Long, Long> entries = entries();
    if (entries.isEmpty()) {
      return Optional.of("its log has no entry");
    }
    long expected = entries.firstKey();
    for (Map.Entry<Long, Long> entry : entries.entrySet()) {
      if (entry.getKey() != expected) {
        return Optional.of("entry " + expected + " of its log is missing");
      }
      if (entry.getValue() == 0) {
        return Optional.of("entry " + expected + " of its log is empty");
      }
      expected++;
    }
    return Optional.empty();
  }
}
