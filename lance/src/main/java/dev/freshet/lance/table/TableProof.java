package dev.freshet.lance.table;

import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.maintenance.TableContent;
import dev.freshet.lance.proof.RecordedSums;
import dev.freshet.lance.proof.RecordedSums.Sum;
import dev.freshet.lance.table.VersionFile.Damaged;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Proves, before the native library opens a table, that the files of its newest version are there
 * and whole: the manifest can be read, and every data and deletion file that it names is a file, of
 * the size that it has there, with the mark of its format at the end, and with the content that was
 * written. The library meets such damage only later or never, and some of it ends the process.
 *
 * <p>The format has no checksums. So those who write to the table record size and CRC-32C of the
 * files of the newest version after each commit, see {@link #record}. A file without a record is
 * taken as it is.
 */
final class TableProof {

  /**
   * Content that is read when a table is opened, that of the newest files first. It takes a second
   * or less. Who reads all rows reads all content.
   */
  private static final long OPENING_BYTES_MAX = 512L << 20;

  /** Directory of what Freshet adds to a table; the library leaves it alone. */
  static final String FILES = "_freshet";

  private static final Logger LOGGER = LoggerFactory.getLogger(TableProof.class);

  private final String uri;
  private final RecordedSums sums;

  private TableProof(String uri) {
    this.uri = uri;
    this.sums = new RecordedSums(Path.of(uri).resolve(FILES).resolve("crc32c"));
  }

  /**
   * Requires that the newest version of the table at {@code uri} is whole. Does nothing if there is
   * no table. Reads the content of the newest files, up to a limit.
   *
   * @throws FreshetException with {@code STORE_DAMAGED} if a file is damaged, with {@code
   *     STORE_UNAVAILABLE} if one cannot be read now, with {@code TABLE_TOO_NEW} if only a newer
   *     library can read the table
   */
  static void require(String uri) {
    new TableProof(uri).require(OPENING_BYTES_MAX);
  }

  /**
   * The same, reads the content of every file, and requires that the newest version is the one that
   * was recorded last, or a later one.
   *
   * @throws FreshetException as {@link #require(String)}
   */
  static void requireAll(String uri) {
    TableProof proof = new TableProof(uri);
    proof.requireNewest();
    proof.require(Long.MAX_VALUE);
  }

  /**
   * Requires that the newest version is the one that was recorded last, or a later one. A table
   * whose newest manifest is gone is whole as it was before the last commits; `run` writes again
   * what they held.
   *
   * @throws FreshetException with {@code STORE_DAMAGED} if it is not
   */
  static void requireNewest(String uri) {
    new TableProof(uri).requireNewest();
  }

  private void requireNewest() {
    for (String name : sums.read().orElse(Map.of()).keySet()) {
      Path recorded = Path.of(uri).resolve(name);
      if (recorded.startsWith(ManifestFile.directory(uri)) && !Files.exists(recorded)) {
        requireNewerThan(recorded);
      }
    }
  }

  /** The names of manifests count down. */
  private void requireNewerThan(Path recorded) {
    try {
      Optional<Path> newest = newest();
      if (newest.isPresent() && newest.get().compareTo(recorded) > 0) {
        throw damaged(new Damaged(recorded, "it is gone"));
      }
    } catch (Damaged e) {
      throw damaged(e);
    } catch (IOException e) {
      throw away(e);
    }
  }

  /** The data and deletion files of the newest version; none if there is no table. */
  static TableContent content(String uri) {
    return new TableProof(uri).content();
  }

  private TableContent content() {
    try {
      Optional<Path> newest = newest();
      while (newest.isPresent()) {
        Path manifest = newest.get();
        try {
          Map<String, Sum> recorded = sums.read().orElse(Map.of());
          NavigableMap<String, VersionFile> files = new TreeMap<>();
          NavigableMap<String, Long> sizes = new TreeMap<>();
          for (VersionFile file : files(manifest, recorded)) {
            String name = name(file.path());
            files.put(name, file);
            Sum written = recorded.get(name);
            sizes.put(name, written == null ? file.bytes() : written.bytes());
          }
          return new Content(files, sizes, recorded);
        } catch (Damaged e) {
          newest = newest();
          if (newest.equals(Optional.of(manifest))) {
            throw damaged(e);
          }
        }
      }
      return new Content(new TreeMap<>(), new TreeMap<>(), Map.of());
    } catch (Damaged e) {
      throw damaged(e);
    } catch (IOException e) {
      throw away(e);
    }
  }

  private record Content(
      NavigableMap<String, VersionFile> named,
      NavigableMap<String, Long> files,
      Map<String, Sum> recorded)
      implements TableContent {

    @Override
    public Path path(String name) {
      return named(name).path();
    }

    private VersionFile named(String name) {
      return Objects.requireNonNull(named.get(name), name);
    }

    @Override
    public Optional<String> damage(String name) throws IOException {
      try {
        named(name).require();
        Sum written = recorded.get(name);
        if (written != null) {
          requireSame(path(name), sum(path(name)), written);
        }
        return Optional.empty();
      } catch (Damaged e) {
        return Optional.of(String.valueOf(e.getMessage()));
      }
    }
  }

  /**
   * Requires that those of these files that are part of the newest version are as they were
   * written.
   *
   * @throws FreshetException with {@code STORE_DAMAGED} if one is not
   */
  static void requireContent(String uri, Set<String> names) {
    new TableProof(uri).requireContent(names);
  }

  private void requireContent(Set<String> names) {
    TableContent content = content();
    for (String name : names) {
      if (content.files().containsKey(name)) {
        requireContent(content, name);
      }
    }
  }

  private void requireContent(TableContent content, String name) {
    try {
      Optional<String> damage = content.damage(name);
      // Another process may have committed and removed old files meanwhile.
      if (damage.isPresent() && content().files().containsKey(name)) {
        throw damaged(new Damaged(content.path(name), damage.get()));
      }
    } catch (IOException e) {
      throw away(e);
    }
  }

  /**
   * Records the checksums of those files of the newest version that have none yet, and removes
   * those of files that are no longer part of it. For those who have written to the table.
   */
  static void record(String uri) {
    new TableProof(uri).record();
  }

  private void require(long contentBytes) {
    try {
      Optional<Path> newest = newest();
      while (newest.isPresent()) {
        Path manifest = newest.get();
        try {
          prove(manifest, contentBytes);
          return;
        } catch (Damaged e) {
          // Another process may have committed and removed old files meanwhile.
          newest = newest();
          if (newest.equals(Optional.of(manifest))) {
            throw damaged(e);
          }
        }
      }
    } catch (Damaged e) {
      throw damaged(e);
    } catch (IOException e) {
      throw away(e);
    }
  }

  private FreshetException away(IOException e) {
    return new FreshetException(
        ErrorCode.STORE_UNAVAILABLE,
        "Cannot open vector table " + uri + ": " + e + ". Check the storage.",
        e);
  }

  private FreshetException damaged(Damaged e) {
    return LanceErrors.damaged("open", uri, e.file() + " is damaged: " + e.getMessage(), null);
  }

  private void prove(Path manifest, long contentBytes) throws IOException, Damaged {
    Map<String, Sum> recorded = sums.read().orElse(Map.of());
    List<VersionFile> files = files(manifest, recorded);
    for (VersionFile file : files) {
      file.require();
    }
    long bytes = 0;
    for (VersionFile file : files) {
      Sum written = recorded.get(name(file.path()));
      if (written != null && bytes + written.bytes() <= contentBytes) {
        bytes += written.bytes();
        requireSame(file.path(), sum(file.path()), written);
      }
    }
  }

  private static Sum sum(Path file) throws IOException, Damaged {
    try {
      return Sum.of(file);
    } catch (NoSuchFileException e) {
      throw new Damaged(file, "it is gone");
    }
  }

  private static void requireSame(Path file, Sum found, Sum written) throws Damaged {
    if (!found.equals(written)) {
      throw new Damaged(file, "it has %s instead of %s".formatted(found, written));
    }
  }

  private void record() {
    try {
      Optional<Path> newest = newest();
      if (newest.isEmpty()) {
        return;
      }
      Path manifest = newest.get();
      Optional<Map<String, Sum>> recorded = sums.read();
      Map<String, Sum> known = recorded.orElse(Map.of());
      Map<String, Sum> now = new HashMap<>();
      now.put(name(manifest), sum(manifest));
      for (VersionFile file : files(manifest, known)) {
        String name = name(file.path());
        Sum written = known.get(name);
        if (written == null) {
          file.require();
        }
        now.put(name, written == null ? sum(file.path()) : written);
      }
      if (!recorded.equals(Optional.of(now))) {
        sums.write(now);
      }
    } catch (IOException | FreshetException | Damaged e) {
      logNoRecord(e);
    }
  }

  private void logNoRecord(Exception e) {
    LOGGER
        .atDebug()
        .addKeyValue("table", uri)
        .addKeyValue("error", e.toString())
        .log("cannot record checksums of the vector table");
  }

  private String name(Path file) {
    return Path.of(uri).relativize(file).toString();
  }

  private Optional<Path> newest() throws IOException, Damaged {
    Path directory = ManifestFile.directory(uri);
    try {
      return TableFormat.newestManifest(uri);
    } catch (NoSuchFileException e) {
      if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
        throw new Damaged(directory, "it is a link to nothing");
      }
      return Optional.empty();
    } catch (NotDirectoryException e) {
      throw new Damaged(directory, "it is not a directory");
    } catch (AccessDeniedException e) {
      throw e;
    } catch (FileSystemException e) {
      if (Files.isRegularFile(Path.of(uri))) {
        throw new Damaged(Path.of(uri), "it is not a directory");
      }
      throw e;
    }
  }

  /**
   * The files of a version, the newest ones first.
   *
   * @param recorded checksums
   */
  private List<VersionFile> files(Path manifest, Map<String, Sum> recorded)
      throws IOException, Damaged {
    VersionFile.requireManifest(manifest);
    byte[] bytes = Files.readAllBytes(manifest);
    Sum written = recorded.get(name(manifest));
    if (written != null) {
      requireSame(manifest, Sum.of(bytes), written);
    }
    try {
      TableFormat.requireReadable(bytes);
      TableFormat.read(bytes).requireKnownStorage(uri);
      return VersionFile.newestFirst(Path.of(uri), TableFormat.message(bytes));
    } catch (IOException | RuntimeException e) {
      if (e instanceof FreshetException || e instanceof FileSystemException) {
        throw e;
      }
      throw new Damaged(manifest, "it is not a manifest");
    }
  }
}
