package dev.freshet.cli.doctor;

import dev.freshet.autoloader.filelog.FileLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What lies in a home: sizes, counts, permissions and versions, by names of files. No file of data
 * is opened, so it is told of damaged homes too.
 *
 * @param home the directory
 */
record HomeFacts(Path home) {

  /** A part with more files is counted so far. */
  private static final int FILES_MAX = 200_000;

  /**
   * Every entry of the home; those of {@code tables}, {@code vectors} and {@code state} by
   * themselves.
   */
  Map<String, @Nullable Object> parts() throws IOException {
    Map<String, @Nullable Object> parts = new TreeMap<>();
    for (Path entry : entries(home)) {
      String name = entry.getFileName().toString();
      if (List.of("tables", "vectors", "state").contains(name) && Files.isDirectory(entry)) {
        for (Path inner : entries(entry)) {
          parts.put(name + "/" + inner.getFileName(), part(inner));
        }
      } else {
        parts.put(name, part(entry));
      }
    }
    return parts;
  }

  private static List<Path> entries(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.sorted().toList();
    }
  }

  private static Map<String, @Nullable Object> part(Path path) {
    Map<String, @Nullable Object> facts = new LinkedHashMap<>();
    try {
      Counted counted = count(path);
      facts.put("files", counted.files);
      facts.put("bytes", counted.bytes);
      facts.put("empty", counted.empty);
      facts.put("newest", counted.newest.toString());
      facts.put(
          "permissions",
          PosixFilePermissions.toString(
              Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS)));
      if (Files.isDirectory(path.resolve("_delta_log"))) {
        facts.put("delta", new DeltaNames(path).facts());
      }
      if (Files.isDirectory(path.resolve("_versions"))) {
        facts.put("lance", lance(path));
      }
    } catch (IOException | UncheckedIOException e) {
      facts.put("notRead", e.getClass().getSimpleName());
    }
    return facts;
  }

  private static Map<String, @Nullable Object> lance(Path table) throws IOException {
    Map<String, @Nullable Object> facts = new LinkedHashMap<>();
    for (String part : List.of("_versions", "data", "_deletions", "_indices", "_transactions")) {
      Path directory = table.resolve(part);
      facts.put(part, Files.isDirectory(directory) ? entries(directory).size() : 0);
    }
    return facts;
  }

  /** The end of the file log, read beside a process that has it open. */
  static Map<String, @Nullable Object> fileLog(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new NoSuchFileException("there is no file log");
    }
    try (FileLog log = FileLog.openReadOnly(directory)) {
      Map<String, @Nullable Object> facts = new LinkedHashMap<>();
      facts.put("streamId", log.streamId());
      facts.put("startAfter", log.startAfter());
      facts.put("lastSequence", log.lastSequence());
      facts.put("committedSequence", log.committedSequence());
      return facts;
    }
  }

  private static final class Counted {
    private long files;
    private long bytes;
    private long empty;
    private Instant newest = Instant.EPOCH;
  }

  private static Counted count(Path root) throws IOException {
    Counted counted = new Counted();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes found) {
            counted.files++;
            counted.bytes += found.size();
            counted.empty += found.isRegularFile() && found.size() == 0 ? 1 : 0;
            Instant modified = found.lastModifiedTime().toInstant();
            counted.newest = modified.isAfter(counted.newest) ? modified : counted.newest;
            return counted.files < FILES_MAX ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
            if (failure instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw failure;
          }
        });
    return counted;
  }

  /** Delta tables whose log has a hole or an empty entry, each with what is wrong. */
  List<String> brokenDeltaLogs() throws IOException {
    Path tables = home.resolve("tables");
    List<String> broken = new ArrayList<>();
    if (Files.isDirectory(tables)) {
      for (Path table : entries(tables)) {
        if (Files.isDirectory(table.resolve("_delta_log"))) {
          new DeltaNames(table)
              .fault()
              .ifPresent(fault -> broken.add(table.getFileName() + ": " + fault));
        }
      }
    }
    return broken;
  }
}
