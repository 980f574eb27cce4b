package dev.freshet.lance.table;

import dev.freshet.storage.Durable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lance.FragmentMetadata;
import org.lance.fragment.DeletionFile;
import org.lance.fragment.DeletionFileType;

/**
 * Puts the files of a table on disk, so that they survive a loss of power: the library (7.0.0)
 * syncs nothing. Data and deletion files are synced before the commit that names them. A manifest
 * can only be synced after the commit, since the library gives it its name; until then no caller
 * learns of the commit. Files are written once and never changed. Methods throw {@link
 * UncheckedIOException} if a file is not on disk at the end. Thread-safe.
 *
 * <p>Names of files, by Lance's table format: data files are in {@code data}; the deletion file of
 * a fragment is {@code _deletions/<fragment>-<version it was made of>-<id>} with the ending {@code
 * arrow} or {@code bin}.
 */
public final class TableSync {

  private final Path root;
  private final Durable durable;

  /** Directories whose own names this object has synced; the library never removes them. */
  private final Set<Path> named = ConcurrentHashMap.newKeySet();

  /**
   * @param uri the path of the table
   */
  public TableSync(String uri) {
    this(Path.of(uri), Durable.DISK);
  }

  TableSync(Path root, Durable durable) {
    this.root = root;
    this.durable = durable;
  }

  /** Syncs the data files of new fragments. */
  public void dataFiles(List<FragmentMetadata> fragments) {
    sync(paths(fragments.stream().flatMap(TableSync::dataNames)));
  }

  /** Syncs the newest deletion files of fragments that have just lost rows. */
  public void deletionFiles(List<FragmentMetadata> fragments) {
    sync(paths(fragments.stream().flatMap(TableSync::deletionName)));
  }

  private Set<Path> paths(Stream<String> names) {
    return names.map(root::resolve).collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** The names, within the table, of the files that hold these fragments. */
  static Set<String> names(List<FragmentMetadata> fragments) {
    return fragments.stream()
        .flatMap(each -> Stream.concat(dataNames(each), deletionName(each)))
        .collect(Collectors.toSet());
  }

  private static Stream<String> dataNames(FragmentMetadata fragment) {
    return fragment.getFiles().stream().map(file -> "data/" + file.getPath());
  }

  private static Stream<String> deletionName(FragmentMetadata fragment) {
    DeletionFile file = fragment.getDeletionFile();
    return file == null
        ? Stream.empty()
        : Stream.of(
            "_deletions/%d-%d-%s.%s"
                .formatted(
                    fragment.getId(),
                    file.getReadVersion(),
                    Long.toUnsignedString(file.getId()),
                    file.getFileType() == DeletionFileType.ARRAY ? "arrow" : "bin"));
  }

  /** Syncs the manifest of a version, which also holds the transaction that made it. */
  public void manifest(long version) {
    sync(Set.of(ManifestFile.path(root.toString(), version)));
  }

  /** Syncs the manifests that a newest version stands for: its own, and that of its record. */
  public void head(TableHead head) {
    manifest(head.version());
    Path record = ManifestFile.path(root.toString(), head.recordVersion());
    if (Files.exists(record)) { // Old versions are removed, their record is carried forward.
      sync(Set.of(record));
    }
  }

  /**
   * Does something that makes files and commits in one call, then syncs all files that are there
   * since. A loss of power before the end may leave a version whose files are not whole.
   */
  public <T> T around(Supplier<T> action) {
    Set<Path> before = files();
    T result = action.get();
    Set<Path> made = files();
    made.removeAll(before);
    try {
      for (Path file : made) {
        syncIfThere(file);
      }
      syncNames(made);
    } catch (IOException e) {
      throw unsynced(e);
    }
    return result;
  }

  /** As {@link #around(Supplier)}. */
  public void around(Runnable action) {
    around(
        () -> {
          action.run();
          return root;
        });
  }

  private void syncIfThere(Path file) throws IOException {
    try {
      durable.sync(file);
    } catch (NoSuchFileException renamed) {
      // A file of another process, which syncs what it makes.
    }
  }

  /** Content before names. */
  private void sync(Set<Path> files) {
    try {
      for (Path file : files) {
        durable.sync(file);
      }
      syncNames(files);
    } catch (IOException e) {
      throw unsynced(e);
    }
  }

  private UncheckedIOException unsynced(IOException cause) {
    return new UncheckedIOException("cannot sync files of " + root + " to disk", cause);
  }

  private void syncNames(Set<Path> files) throws IOException {
    Set<Path> directories = new LinkedHashSet<>();
    files.forEach(file -> directories.add(file.getParent()));
    for (Path directory : directories) {
      durable.syncDirectory(directory);
      syncNameOf(directory);
    }
  }

  private void syncNameOf(Path directory) throws IOException {
    if (directory.startsWith(root) && !named.contains(directory)) {
      durable.syncDirectory(directory.getParent());
      syncNameOf(directory.getParent());
      named.add(directory);
    }
  }

  private Set<Path> files() {
    Set<Path> files = new HashSet<>();
    if (!Files.exists(root)) {
      return files;
    }
    try {
      Files.walkFileTree(root, new Collector(files));
    } catch (IOException e) {
      throw unsynced(e);
    }
    return files;
  }

  private static final class Collector extends SimpleFileVisitor<Path> {
    private final Set<Path> files;

    Collector(Set<Path> files) {
      this.files = files;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      files.add(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException removed) {
      return FileVisitResult.CONTINUE;
    }
  }
}
