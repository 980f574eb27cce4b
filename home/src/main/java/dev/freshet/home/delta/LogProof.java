package dev.freshet.home.delta;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Proves that the log of a Delta table is whole, as far as its files tell: the entries since the
 * newest readable checkpoint follow each other without a gap, and each is a file of whole JSON
 * lines with a commit info; the data files that they add are there with their size and with the
 * magic number of Parquet at both ends. Delta Kernel takes an entry without bytes for a commit
 * without actions, so a power loss can hide a lost batch behind a later one.
 *
 * <p>Names are those of the Delta protocol ("Delta Log Entries", "Checkpoints", "Version Checksum
 * File"). Checksums and {@code _last_checkpoint} are derived and never prove a loss by themselves,
 * but a checksum above the last entry tells of an entry that was there. Only for local files;
 * changes nothing.
 */
final class LogProof {

  private static final Pattern ENTRY = Pattern.compile("(\\d{20})\\.json");
  private static final Pattern CHECKSUM = Pattern.compile("(\\d{20})\\.crc");
  private static final Pattern CHECKPOINT =
      Pattern.compile("(\\d{20})\\.checkpoint(\\.[0-9a-f-]+)?\\.parquet");

  private static final byte[] PARQUET = {'P', 'A', 'R', '1'};

  /** Magic number, an empty footer, the footer's length, magic number. */
  private static final long PARQUET_MIN = 12;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path table;
  private final TreeMap<Long, Path> entries = new TreeMap<>();
  private final TreeMap<Long, Path> checkpoints = new TreeMap<>();
  private final TreeSet<Long> checksums = new TreeSet<>();

  /**
   * The first damage of a log.
   *
   * @param version the first version that is not whole
   * @param file the damaged or missing file
   * @param reason what is wrong with it
   */
  record Finding(long version, Path file, String reason) {

    /** Whether the file is a checkpoint, which the entries make up for. */
    boolean isCheckpoint() {
      return CHECKPOINT.matcher(file.getFileName().toString()).matches();
    }
  }

  private LogProof(Path table) throws IOException {
    this.table = table;
    Path log = log(table);
    if (Files.isDirectory(log)) {
      try (Stream<Path> files = Files.list(log)) {
        files.forEach(this::sort);
      }
    }
  }

  /** The directory of a table's log. */
  static Path log(Path table) {
    return table.resolve("_delta_log");
  }

  /** The version in the name of a file of the log; empty if it has none. */
  static Optional<Long> version(Path file) {
    String name = file.getFileName().toString();
    return Stream.of(ENTRY, CHECKSUM, CHECKPOINT)
        .map(pattern -> pattern.matcher(name))
        .filter(Matcher::matches)
        .map(matcher -> Long.valueOf(matcher.group(1)))
        .findFirst();
  }

  /**
   * The first damage of the entries and checkpoints; empty if they are whole, or if there is no
   * table. Opens no data file.
   */
  static Optional<Finding> ofEntries(Path table) throws IOException {
    return proved(table, false);
  }

  /** As {@link #ofEntries}, of the data files too. */
  static Optional<Finding> ofFiles(Path table) throws IOException {
    return proved(table, true);
  }

  /** A second listing decides: the first may have met a commit or a clean-up half-way. */
  private static Optional<Finding> proved(Path table, boolean dataFiles) throws IOException {
    return new LogProof(table).firstFinding(dataFiles).isEmpty()
        ? Optional.empty()
        : new LogProof(table).firstFinding(dataFiles);
  }

  /** What is wrong with a data file; empty if it has its size and looks like Parquet. */
  static Optional<String> damage(Path file, long size) throws IOException {
    if (!Files.isRegularFile(file)) {
      return Optional.of("it is missing");
    }
    long found = Files.size(file);
    if (found != size) {
      return Optional.of("it has %d bytes, and the log says %d".formatted(found, size));
    }
    return parquetDamage(file);
  }

  private void sort(Path file) {
    String name = file.getFileName().toString();
    Matcher entry = ENTRY.matcher(name);
    Matcher checksum = CHECKSUM.matcher(name);
    Matcher checkpoint = CHECKPOINT.matcher(name);
    if (entry.matches()) {
      entries.put(Long.valueOf(entry.group(1)), file);
    } else if (checksum.matches()) {
      checksums.add(Long.valueOf(checksum.group(1)));
    } else if (checkpoint.matches()) {
      checkpoints.put(Long.valueOf(checkpoint.group(1)), file);
    }
  }

  private Optional<Finding> firstFinding(boolean dataFiles) throws IOException {
    var newest = checkpoints.lastEntry();
    if (newest != null) {
      Optional<String> damage = parquetDamage(newest.getValue());
      if (damage.isPresent()) {
        return Optional.of(new Finding(newest.getKey(), newest.getValue(), damage.get()));
      }
    }
    return firstEntryFinding(newest == null ? -1 : newest.getKey(), dataFiles);
  }

  private Optional<Finding> firstEntryFinding(long base, boolean dataFiles) throws IOException {
    long last =
        Math.max(entries.isEmpty() ? base : Math.max(base, entries.lastKey()), lastChecksum());
    for (long version = base + 1; version <= last; version++) {
      Path file = log(table).resolve("%020d.json".formatted(version));
      // The listing may have missed an entry that was committed meanwhile.
      if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        return Optional.of(new Finding(version, file, "it is missing"));
      }
      Optional<Finding> damage = entryDamage(version, file, dataFiles);
      if (damage.isPresent()) {
        return damage;
      }
    }
    return Optional.empty();
  }

  private long lastChecksum() {
    return checksums.isEmpty() ? -1 : checksums.last();
  }

  private Optional<Finding> entryDamage(long version, Path file, boolean dataFiles)
      throws IOException {
    if (!Files.isRegularFile(file)) {
      return Optional.of(new Finding(version, file, "it is not a file"));
    }
    byte[] content = Files.readAllBytes(file);
    if (content.length == 0) {
      return Optional.of(new Finding(version, file, "it is empty"));
    }
    List<JsonNode> adds = new ArrayList<>();
    boolean committed = false;
    for (String line : new String(content, StandardCharsets.UTF_8).split("\n")) {
      if (line.isBlank()) {
        continue;
      }
      JsonNode action;
      try {
        action = JSON.readTree(line);
      } catch (JsonProcessingException cut) {
        return Optional.of(new Finding(version, file, "a line of it is not JSON"));
      }
      committed |= action.has("commitInfo");
      if (action.has("add")) {
        adds.add(action.get("add"));
      }
    }
    if (!committed) {
      return Optional.of(new Finding(version, file, "it has no commit info"));
    }
    return dataFiles ? addedDamage(version, adds) : Optional.empty();
  }

  private Optional<Finding> addedDamage(long version, List<JsonNode> adds) throws IOException {
    for (JsonNode add : adds) {
      Path file = dataFile(table, add.path("path").asText());
      Optional<String> damage = damage(file, add.path("size").asLong());
      // A file that a later version removed may be gone.
      if (damage.isPresent() && !isRemoved(add.path("path").asText(), version)) {
        return Optional.of(new Finding(version, file, damage.get()));
      }
    }
    return Optional.empty();
  }

  private boolean isRemoved(String path, long after) throws IOException {
    for (Path entry : entries.tailMap(after, false).values()) {
      if (!Files.isRegularFile(entry)) {
        continue;
      }
      for (String line :
          new String(Files.readAllBytes(entry), StandardCharsets.UTF_8).split("\n")) {
        try {
          JsonNode action = JSON.readTree(line);
          if (action != null && action.path("remove").path("path").asText().equals(path)) {
            return true;
          }
        } catch (JsonProcessingException damaged) {
          return false; // It is found as damage of its own.
        }
      }
    }
    return false;
  }

  /** Where a data file is. The protocol encodes its path as a URI, relative to the table. */
  static Path dataFile(Path table, String path) {
    return table.resolve(URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8));
  }

  private static Optional<String> parquetDamage(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.of("it is not a file");
    }
    try (RandomAccessFile parquet = new RandomAccessFile(file.toFile(), "r")) {
      byte[] start = new byte[PARQUET.length];
      byte[] end = new byte[PARQUET.length];
      if (parquet.length() < PARQUET_MIN) {
        return Optional.of("it has %d bytes".formatted(parquet.length()));
      }
      parquet.readFully(start);
      parquet.seek(parquet.length() - end.length);
      parquet.readFully(end);
      boolean whole = Arrays.equals(start, PARQUET) && Arrays.equals(end, PARQUET);
      return whole ? Optional.empty() : Optional.of("it does not begin and end as Parquet does");
    }
  }
}
