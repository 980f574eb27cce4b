package dev.freshet.lance.table;

import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.maintenance.TableContent;
import dev.freshet.lance.proof.RecordedSums;
import dev.freshet.lance.proof.RecordedSums.Sum;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
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
 *
 * <p>Fields of the manifest, by Lance's table format: fragments are field 2; a fragment has its id
 * in field 1, its data files in field 2 and its deletion file in field 3; a data file has its path
 * in field 1, its size in field 6 and, if it lies outside the table, a base in field 7; a deletion
 * file has its type in field 1 (0 Arrow, 1 bitmap), the version it was made of in field 2, its id
 * in field 3 and a base in field 5.
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

  private static final int FRAGMENTS = 2;
  private static final int FRAGMENT_ID = 1;
  private static final int FRAGMENT_FILES = 2;
  private static final int FRAGMENT_DELETIONS = 3;
  private static final int FILE_PATH = 1;
  private static final int FILE_BYTES = 6;
  private static final int FILE_BASE = 7;
  private static final int DELETIONS_TYPE = 1;
  private static final int DELETIONS_VERSION = 2;
  private static final int DELETIONS_ID = 3;
  private static final int DELETIONS_BASE = 5;
  private static final long BITMAP = 1;

  private static final String LANCE_MARK = "LANC";
  private static final String ARROW_MARK = "ARROW1";

  private final String uri;
  private final RecordedSums sums;

  private TableProof(String uri) {
    this.uri = uri;
    this.sums = new RecordedSums(Path.of(uri).resolve(FILES).resolve("crc32c"));
  }

  /**
   * A file that a version needs.
   *
   * @param path of it
   * @param bytes its size; 0 if the manifest does not say it
   * @param mark the end of its content
   */
  private record Part(Path path, long bytes, String mark) {}

  /** A file is not as the newest version names it. */
  private static final class Damaged extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Path file;

    Damaged(Path file, String why) {
      super(why);
      this.file = file;
    }
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
          NavigableMap<String, Part> files = new TreeMap<>();
          NavigableMap<String, Long> sizes = new TreeMap<>();
          for (Part part : parts(manifest, recorded)) {
            String name = name(part.path());
            files.put(name, part);
            Sum written = recorded.get(name);
            sizes.put(name, written == null ? part.bytes() : written.bytes());
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
      NavigableMap<String, Part> parts, NavigableMap<String, Long> files, Map<String, Sum> recorded)
      implements TableContent {

    @Override
    public Path path(String name) {
      return part(name).path();
    }

    private Part part(String name) {
      return Objects.requireNonNull(parts.get(name), name);
    }

    @Override
    public Optional<String> damage(String name) throws IOException {
      try {
        requireFile(part(name));
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
    return LanceErrors.damaged("open", uri, e.file + " is damaged: " + e.getMessage(), null);
  }

  private void prove(Path manifest, long contentBytes) throws IOException, Damaged {
    Map<String, Sum> recorded = sums.read().orElse(Map.of());
    List<Part> parts = parts(manifest, recorded);
    for (Part part : parts) {
      requireFile(part);
    }
    long bytes = 0;
    for (Part part : parts) {
      Sum written = recorded.get(name(part.path()));
      if (written != null && bytes + written.bytes() <= contentBytes) {
        bytes += written.bytes();
        requireSame(part.path(), sum(part.path()), written);
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
      for (Part part : parts(manifest, known)) {
        String name = name(part.path());
        Sum written = known.get(name);
        if (written == null) {
          requireFile(part);
        }
        now.put(name, written == null ? sum(part.path()) : written);
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
  private List<Part> parts(Path manifest, Map<String, Sum> recorded) throws IOException, Damaged {
    List<Part> parts = new ArrayList<>();
    requireFile(new Part(manifest, 0, LANCE_MARK));
    byte[] bytes = Files.readAllBytes(manifest);
    Sum written = recorded.get(name(manifest));
    if (written != null) {
      requireSame(manifest, Sum.of(bytes), written);
    }
    try {
      TableFormat.requireReadable(bytes);
      TableFormat.read(bytes).requireKnownStorage(uri);
      ByteBuffer message = TableFormat.message(bytes);
      while (message.hasRemaining()) {
        ProtobufField field = ProtobufField.next(message);
        if (field.number() == FRAGMENTS) {
          addFragment(little(field.bytes()), parts);
        }
      }
    } catch (IOException | RuntimeException e) {
      if (e instanceof FreshetException || e instanceof FileSystemException) {
        throw e;
      }
      throw new Damaged(manifest, "it is not a manifest");
    }
    Collections.reverse(parts);
    return parts;
  }

  private void addFragment(ByteBuffer fragment, List<Part> parts) throws IOException {
    long id = 0;
    Optional<ByteBuffer> deletions = Optional.empty();
    while (fragment.hasRemaining()) {
      ProtobufField field = ProtobufField.next(fragment);
      switch (field.number()) {
        case FRAGMENT_ID -> id = field.value();
        case FRAGMENT_FILES -> addDataFile(little(field.bytes()), parts);
        case FRAGMENT_DELETIONS -> deletions = Optional.of(little(field.bytes()));
        default -> {}
      }
    }
    if (deletions.isPresent()) {
      addDeletions(id, deletions.get(), parts);
    }
  }

  private void addDataFile(ByteBuffer file, List<Part> parts) throws IOException {
    String path = "";
    long bytes = 0;
    boolean elsewhere = false;
    while (file.hasRemaining()) {
      ProtobufField field = ProtobufField.next(file);
      switch (field.number()) {
        case FILE_PATH -> path = StandardCharsets.UTF_8.decode(field.bytes()).toString();
        case FILE_BYTES -> bytes = field.value();
        case FILE_BASE -> elsewhere = true;
        default -> {}
      }
    }
    if (!elsewhere) {
      parts.add(new Part(Path.of(uri).resolve("data").resolve(path), bytes, LANCE_MARK));
    }
  }

  private void addDeletions(long fragment, ByteBuffer deletions, List<Part> parts)
      throws IOException {
    long type = 0;
    long version = 0;
    long id = 0;
    boolean elsewhere = false;
    while (deletions.hasRemaining()) {
      ProtobufField field = ProtobufField.next(deletions);
      switch (field.number()) {
        case DELETIONS_TYPE -> type = field.value();
        case DELETIONS_VERSION -> version = field.value();
        case DELETIONS_ID -> id = field.value();
        case DELETIONS_BASE -> elsewhere = true;
        default -> {}
      }
    }
    if (!elsewhere) {
      String name =
          "%d-%s-%s.%s"
              .formatted(
                  fragment,
                  Long.toUnsignedString(version),
                  Long.toUnsignedString(id),
                  type == BITMAP ? "bin" : "arrow");
      Path path = Path.of(uri).resolve("_deletions").resolve(name);
      parts.add(new Part(path, 0, type == BITMAP ? "" : ARROW_MARK));
    }
  }

  /** Requires that a file is there, with its size and its mark; it is never empty. */
  private static void requireFile(Part part) throws IOException, Damaged {
    Path file = part.path();
    long bytes = part.bytes();
    BasicFileAttributes attributes;
    try {
      attributes = Files.readAttributes(file, BasicFileAttributes.class);
    } catch (NoSuchFileException e) {
      throw new Damaged(file, "it is gone");
    } catch (AccessDeniedException e) {
      throw e;
    } catch (FileSystemException e) {
      if (Files.isRegularFile(file.getParent())) {
        throw new Damaged(file.getParent(), "it is not a directory");
      }
      throw e;
    }
    if (!attributes.isRegularFile()) {
      throw new Damaged(file, "it is not a file");
    }
    if (attributes.size() == 0 || bytes != 0 && attributes.size() != bytes) {
      throw new Damaged(
          file,
          "it has %d bytes%s"
              .formatted(attributes.size(), bytes == 0 ? "" : " instead of " + bytes));
    }
    if (!end(file, attributes.size(), part.mark().length()).equals(part.mark())) {
      throw new Damaged(file, "its end is not that of a file of its format");
    }
  }

  static boolean endsAsLance(Path file) throws IOException {
    return end(file, Files.size(file), LANCE_MARK.length()).equals(LANCE_MARK);
  }

  private static String end(Path file, long size, int length) throws IOException {
    ByteBuffer end = ByteBuffer.allocate((int) Math.min(size, length));
    try (FileChannel channel = FileChannel.open(file)) {
      long position = size - end.capacity();
      while (end.hasRemaining() && channel.read(end, position + end.position()) >= 0) {
        // Reads on.
      }
    }
    return StandardCharsets.ISO_8859_1.decode(end.flip()).toString();
  }

  private static ByteBuffer little(ByteBuffer bytes) {
    return bytes.order(ByteOrder.LITTLE_ENDIAN);
  }
}
