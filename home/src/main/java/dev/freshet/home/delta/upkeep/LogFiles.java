package dev.freshet.home.delta.upkeep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of a log, by the version in their names (Delta protocol, "Delta Log Entries" and
 * "Checkpoints").
 *
 * @param commits the entries
 * @param checkpoints the files of each checkpoint
 * @param others checksums and joined entries
 */
record LogFiles(
    NavigableMap<Long, List<Path>> commits,
    NavigableMap<Long, List<Path>> checkpoints,
    NavigableMap<Long, List<Path>> others) {

  private static final Pattern VERSIONED = Pattern.compile("(\\d{20})\\.(.+)");

  static LogFiles list(Path directory) throws IOException {
    LogFiles log = new LogFiles(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    try (Stream<Path> entries = Files.list(directory)) {
      entries.forEach(log::add);
    }
    return log;
  }

  private void add(Path file) {
    Matcher name = VERSIONED.matcher(file.getFileName().toString());
    if (!name.matches()) {
      return;
    }
    String kind = name.group(2);
    NavigableMap<Long, List<Path>> files = others;
    if (kind.equals("json")) {
      files = commits;
    } else if (kind.startsWith("checkpoint.") && kind.endsWith(".parquet")) {
      files = checkpoints;
    }
    files.computeIfAbsent(Long.parseLong(name.group(1)), any -> new ArrayList<>()).add(file);
  }

  /**
   * The version from which on everything is kept: the newest checkpoint that a reader who began at
   * {@code since} could have started from; 0 if there is none.
   */
  long keptFrom(Instant since) throws IOException {
    for (long version : checkpoints.descendingKeySet()) {
      List<Path> files = new ArrayList<>(checkpoints.get(version));
      files.addAll(commits.getOrDefault(version, List.of()));
      boolean old = true;
      for (Path file : files) {
        old &= !Files.getLastModifiedTime(file).toInstant().isAfter(since);
      }
      if (old) {
        return version;
      }
    }
    return 0;
  }

  /** Commits of versions below this one. */
  long before(long version) {
    return commits.headMap(version, false).size();
  }
}
