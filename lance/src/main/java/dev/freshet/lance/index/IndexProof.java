package dev.freshet.lance.index;

import dev.freshet.lance.table.LanceErrors;
import dev.freshet.lance.table.LanceTable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.lance.Dataset;
import org.lance.index.Index;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Proves the files of an index before the library reads them, which ends the process on damaged
 * ones. Size and CRC-32C of the files of a segment are recorded beside them, in the file {@value
 * #RECORD}, by the process that sees the segment first; a segment never changes. An index with a
 * damaged segment counts as missing: searches do without it, and maintenance builds it again.
 *
 * <p>A segment is read once per proof, at the speed of the disk. Not thread-safe.
 */
public final class IndexProof {

  private static final Logger LOGGER = LoggerFactory.getLogger(IndexProof.class);
  private static final String RECORD = "freshet.crc32c";
  private static final int BUFFER_BYTES = 1 << 20;

  private final Path table;
  private final Map<UUID, Boolean> whole = new HashMap<>();

  public IndexProof(String uri) {
    this.table = Path.of(uri);
  }

  /** Names of the indexes, at the version {@code dataset} is at, that must not be read. */
  public Set<String> damaged(Dataset dataset) {
    Set<String> names = new HashSet<>();
    for (Index segment : dataset.getIndexes()) {
      if (segment.baseId().isEmpty() && !whole.computeIfAbsent(segment.uuid(), this::isWhole)) {
        names.add(segment.name());
      }
    }
    return Set.copyOf(names);
  }

  /**
   * Removes the damaged indexes from {@code table}, so that they are built again. Throws what the
   * native library throws; see {@link LanceErrors}.
   */
  public void drop(LanceTable table) {
    for (String name : damaged(table.dataset())) {
      table.dataset().dropIndex(name);
      LOGGER
          .atWarn()
          .addKeyValue("table", table.uri())
          .addKeyValue("path", name)
          .log("a damaged index was removed, it is built again");
    }
  }

  private boolean isWhole(UUID segment) {
    Path directory = table.resolve("_indices").resolve(segment.toString());
    try {
      String found = sums(directory);
      Path record = directory.resolve(RECORD);
      boolean same =
          Files.exists(record)
              ? Files.readString(record).equals(found)
              : endsAsItsFormat(directory);
      if (!same) {
        told(directory, "its files are not those that were built");
      } else if (!Files.exists(record)) {
        record(record, found);
      }
      return same;
    } catch (IOException e) {
      told(directory, e.toString());
      return false;
    }
  }

  private void told(Path directory, String reason) {
    LOGGER
        .atWarn()
        .addKeyValue("table", table)
        .addKeyValue("path", directory)
        .addKeyValue("reason", reason)
        .log("an index is damaged, searches do without it until maintenance builds it again");
  }

  /** One line per file: checksum, size and name. */
  private static String sums(Path directory) throws IOException {
    Map<String, String> lines = new TreeMap<>();
    byte[] buffer = new byte[BUFFER_BYTES];
    for (Path file : files(directory)) {
      CRC32C sum = new CRC32C();
      long bytes = 0;
      try (InputStream in = Files.newInputStream(file)) {
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          sum.update(buffer, 0, read);
          bytes += read;
        }
      }
      String name = directory.relativize(file).toString();
      lines.put(name, "%08x %d %s%n".formatted(sum.getValue(), bytes, name));
    }
    return String.join("", lines.values());
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      return paths
          .filter(Files::isRegularFile)
          .filter(file -> !file.getFileName().toString().startsWith(RECORD))
          .toList();
    }
  }

  /** What can be seen without a record: there are files, and each ends as Lance's files do. */
  private static boolean endsAsItsFormat(Path directory) throws IOException {
    List<Path> files = files(directory);
    for (Path file : files) {
      if (!LanceTable.endsAsLance(file)) {
        return false;
      }
    }
    return !files.isEmpty();
  }

  /** Without the right to write there, every process begins without a record. */
  private static void record(Path record, String sums) {
    try {
      Path written = record.resolveSibling(RECORD + "." + UUID.randomUUID());
      Files.write(written, sums.getBytes(StandardCharsets.UTF_8));
      Files.move(written, record, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      LOGGER
          .atDebug()
          .addKeyValue("path", record)
          .addKeyValue("error", e.toString())
          .log("cannot record the checksums of an index");
    }
  }
}
