package dev.freshet.lance.index;

import dev.freshet.lance.proof.OpeningNotes;
import dev.freshet.lance.proof.RecordedSums;
import dev.freshet.lance.proof.RecordedSums.Sum;
import dev.freshet.lance.table.LanceErrors;
import dev.freshet.lance.table.LanceTable;
import dev.freshet.storage.damage.SetAside;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.lance.Dataset;
import org.lance.index.Index;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Proves the files of an index before the library reads them, which ends the process on damaged
 * ones. Size and CRC-32C of the files of a segment are recorded beside them, in the file {@value
 * #RECORD}, by the process that sees the segment first; a segment never changes. An index with a
 * damaged segment counts as missing: searches do without it, and maintenance builds it again. So
 * does one that has ended processes, see {@link FirstUse}.
 *
 * <p>A segment is read once per proof, at the speed of the disk. Not thread-safe.
 */
public final class IndexProof {

  private static final Logger LOGGER = LoggerFactory.getLogger(IndexProof.class);
  private static final String RECORD = "freshet.crc32c";

  private final Path table;
  private final OpeningNotes notes;
  private final Map<UUID, Boolean> whole = new HashMap<>();

  public IndexProof(String uri) {
    this.table = Path.of(uri);
    this.notes = LanceTable.notes(uri);
  }

  /** Names of the indexes, at the version {@code dataset} is at, that must not be read. */
  public Set<String> damaged(Dataset dataset) {
    Set<String> noted = notes.damaged();
    Set<String> names = new HashSet<>();
    for (Index segment : dataset.getIndexes()) {
      if (segment.baseId().isEmpty()) {
        if (noted.contains(segment.uuid().toString())) {
          whole.compute(segment.uuid(), (uuid, before) -> notWhole(uuid, before));
        }
        if (!whole.computeIfAbsent(segment.uuid(), this::isWhole)) {
          names.add(segment.name());
        }
      }
    }
    return Set.copyOf(names);
  }

  private boolean notWhole(UUID segment, @Nullable Boolean before) {
    if (!Boolean.FALSE.equals(before)) {
      told(
          directory(segment),
          "the library cannot read it, or two processes ended while they read it");
    }
    return false;
  }

  /**
   * Removes the damaged indexes from {@code table}, so that they are built again. Throws what the
   * native library throws; see {@link LanceErrors}.
   *
   * @return their names
   * @throws IOException if something else is in the place of their directory and cannot be moved
   */
  public Set<String> drop(LanceTable table) throws IOException {
    Path all = this.table.resolve("_indices");
    if (Files.exists(all, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(all)) {
      told(all, "it is not a directory");
      SetAside.rename(all);
      whole.clear();
    }
    Set<String> damaged = damaged(table.dataset());
    Set<String> segments = new HashSet<>();
    for (Index segment : table.dataset().getIndexes()) {
      if (damaged.contains(segment.name())) {
        segments.add(segment.uuid().toString());
      }
    }
    for (String name : damaged) {
      table.dropIndex(name);
      LOGGER
          .atWarn()
          .addKeyValue("table", table.uri())
          .addKeyValue("path", name)
          .log("a damaged index was removed, it is built again");
    }
    notes.forget(segments);
    return damaged;
  }

  private Path directory(UUID segment) {
    return table.resolve("_indices").resolve(segment.toString());
  }

  private boolean isWhole(UUID segment) {
    Path directory = directory(segment);
    try {
      Map<String, Sum> found = sums(directory);
      RecordedSums record = new RecordedSums(directory.resolve(RECORD));
      Optional<Map<String, Sum>> recorded = record.read();
      boolean same = recorded.map(found::equals).orElse(endsAsItsFormat(directory));
      if (!same) {
        told(directory, "its files are not those that were built");
      } else if (recorded.isEmpty()) {
        record.write(found);
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

  private static Map<String, Sum> sums(Path directory) throws IOException {
    Map<String, Sum> sums = new HashMap<>();
    for (Path file : files(directory)) {
      sums.put(directory.relativize(file).toString(), Sum.of(file));
    }
    return sums;
  }

  /** Another process may write the record meanwhile, by way of a file that goes away. */
  static List<Path> files(Path directory) throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes state) {
            if (state.isRegularFile() && !isRecord(file)) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException && isRecord(file)) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }
        });
    return files;
  }

  private static boolean isRecord(Path file) {
    return file.getFileName().toString().startsWith(RECORD);
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
}
