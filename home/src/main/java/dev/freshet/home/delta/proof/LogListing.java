package dev.freshet.home.delta.proof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files of a table's log by the version in their names (Delta protocol, "Delta Log Entries",
 * "Checkpoints", "Version Checksum File"), and our checksums.
 *
 * @param log the directory
 * @param entries by version
 * @param checkpoints the files of each complete checkpoint, by version
 * @param newestChecksum the highest version with a checksum; empty without one
 */
record LogListing(
    Path log,
    NavigableMap<Long, Path> entries,
    NavigableMap<Long, List<Path>> checkpoints,
    OptionalLong newestChecksum) {

  private static final Pattern ENTRY = Pattern.compile("(\\d{20})\\.json");
  private static final Pattern CHECKSUM = Pattern.compile("(\\d{20})\\.(crc|.+\\.crc32c)");

  /** In one file, in one with a UUID, or in numbered parts. */
  private static final Pattern CHECKPOINT =
      Pattern.compile(
          "(\\d{20})\\.checkpoint(\\.(?<part>\\d{10})\\.(?<parts>\\d{10})|\\.[0-9a-f-]{36})?\\.(parquet|json)");

  /** The directory of a table's log. */
  static Path log(Path table) {
    return table.resolve("_delta_log");
  }

  /** Lists the log of a table; empty lists if there is no table. */
  static LogListing of(Path table) throws IOException {
    Path log = log(table);
    if (!Files.isDirectory(log)) {
      return new LogListing(log, new TreeMap<>(), new TreeMap<>(), OptionalLong.empty());
    }
    List<Path> files;
    try (Stream<Path> listed = Files.list(log)) {
      files = listed.sorted().toList();
    }
    NavigableMap<Long, Path> entries = new TreeMap<>();
    matches(ENTRY, files).forEach((file, name) -> entries.put(version(name), file));
    return new LogListing(
        log,
        entries,
        checkpoints(matches(CHECKPOINT, files)),
        matches(CHECKSUM, files).values().stream().mapToLong(LogListing::version).max());
  }

  private static NavigableMap<Long, List<Path>> checkpoints(Map<Path, Matcher> files) {
    NavigableMap<Long, List<Path>> checkpoints = new TreeMap<>();
    Map<String, List<Path>> parts =
        files.entrySet().stream()
            .collect(
                Collectors.groupingBy(
                    file -> version(file.getValue()) + "/" + file.getValue().group("parts"),
                    TreeMap::new,
                    Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
    parts
        .values()
        .forEach(
            each -> {
              Matcher name = files.get(each.get(0));
              String count = name.group("parts");
              // A checkpoint whose parts are not all there was never finished.
              if (count == null || each.size() == Integer.parseInt(count)) {
                checkpoints.put(version(name), each);
              }
            });
    return checkpoints;
  }

  private static Map<Path, Matcher> matches(Pattern pattern, List<Path> files) {
    Map<Path, Matcher> found = new TreeMap<>();
    for (Path file : files) {
      Matcher name = pattern.matcher(file.getFileName().toString());
      if (name.matches()) {
        found.put(file, name);
      }
    }
    return found;
  }

  private static long version(Matcher name) {
    return Long.parseLong(name.group(1));
  }

  /** The version in the name of a file of the log; empty if it has none. */
  static Optional<Long> version(Path file) {
    String name = file.getFileName().toString();
    return Stream.of(ENTRY, CHECKSUM, CHECKPOINT)
        .map(pattern -> pattern.matcher(name))
        .filter(Matcher::matches)
        .map(LogListing::version)
        .findFirst();
  }

  static boolean isEntryOrCheckpoint(Path file) {
    return ENTRY.matcher(file.getFileName().toString()).matches() || isCheckpoint(file);
  }

  static boolean isCheckpoint(Path file) {
    return CHECKPOINT.matcher(file.getFileName().toString()).matches();
  }

  /** The version of the newest checkpoint; -1 without one. */
  long base() {
    return checkpoints.isEmpty() ? -1 : checkpoints.lastKey();
  }

  /** The newest version that any file tells of; -1 if there is no table. */
  long last() {
    long entry = entries.isEmpty() ? -1 : entries.lastKey();
    return Math.max(Math.max(base(), entry), newestChecksum.orElse(-1));
  }

  /** Where the entry of a version is, or should be. */
  Path entry(long version) {
    return log.resolve("%020d.json".formatted(version));
  }

  /** The same log without a checkpoint. */
  LogListing without(Path checkpoint) {
    NavigableMap<Long, List<Path>> others = new TreeMap<>(checkpoints);
    others.values().removeIf(files -> files.contains(checkpoint));
    return new LogListing(log, entries, others, newestChecksum);
  }
}
