package dev.freshet.lance.table;

import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
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
import java.util.Optional;

/**
 * Proves, before the native library opens a table, that the files of its newest version are there
 * and whole: the manifest can be read, and every data and deletion file that it names is a file, of
 * the size that it has there, with the mark of its format at the end. The library meets such damage
 * only later, and some of it ends the process. It takes some 20 µs per file, as no content is read.
 *
 * <p>Fields of the manifest, by Lance's table format: fragments are field 2; a fragment has its id
 * in field 1, its data files in field 2 and its deletion file in field 3; a data file has its path
 * in field 1, its size in field 6 and, if it lies outside the table, a base in field 7; a deletion
 * file has its type in field 1 (0 Arrow, 1 bitmap), the version it was made of in field 2, its id
 * in field 3 and a base in field 5.
 */
final class TableProof {

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

  private TableProof(String uri) {
    this.uri = uri;
  }

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
   * no table.
   *
   * @throws FreshetException with {@code STORE_DAMAGED} if a file is damaged, with {@code
   *     STORE_UNAVAILABLE} if one cannot be read now, with {@code TABLE_TOO_NEW} if only a newer
   *     library can read the table
   */
  static void require(String uri) {
    new TableProof(uri).require();
  }

  private void require() {
    try {
      Optional<Path> newest = newest();
      while (newest.isPresent()) {
        Path manifest = newest.get();
        try {
          prove(manifest);
          return;
        } catch (Damaged e) {
          // Another process may have committed and removed old files meanwhile.
          newest = newest();
          if (newest.equals(Optional.of(manifest))) {
            throw LanceErrors.damaged("open", uri, e.file + " is damaged: " + e.getMessage(), null);
          }
        }
      }
    } catch (Damaged e) {
      throw LanceErrors.damaged("open", uri, e.file + " is damaged: " + e.getMessage(), null);
    } catch (IOException e) {
      throw new FreshetException(
          ErrorCode.STORE_UNAVAILABLE,
          "Cannot open vector table " + uri + ": " + e + ". Check the storage.",
          e);
    }
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

  private void prove(Path manifest) throws IOException, Damaged {
    requireFile(manifest, 0, LANCE_MARK);
    byte[] bytes = Files.readAllBytes(manifest);
    try {
      TableFormat.read(bytes).requireKnownStorage(uri);
      ByteBuffer message = TableFormat.message(bytes);
      while (message.hasRemaining()) {
        ProtobufField field = ProtobufField.next(message);
        if (field.number() == FRAGMENTS) {
          proveFragment(little(field.bytes()));
        }
      }
    } catch (IOException | RuntimeException e) {
      if (e instanceof FreshetException || e instanceof FileSystemException) {
        throw e;
      }
      throw new Damaged(manifest, "it is not a manifest");
    }
  }

  private void proveFragment(ByteBuffer fragment) throws IOException, Damaged {
    long id = 0;
    Optional<ByteBuffer> deletions = Optional.empty();
    while (fragment.hasRemaining()) {
      ProtobufField field = ProtobufField.next(fragment);
      switch (field.number()) {
        case FRAGMENT_ID -> id = field.value();
        case FRAGMENT_FILES -> proveDataFile(little(field.bytes()));
        case FRAGMENT_DELETIONS -> deletions = Optional.of(little(field.bytes()));
        default -> {}
      }
    }
    if (deletions.isPresent()) {
      proveDeletions(id, deletions.get());
    }
  }

  private void proveDataFile(ByteBuffer file) throws IOException, Damaged {
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
      requireFile(Path.of(uri).resolve("data").resolve(path), bytes, LANCE_MARK);
    }
  }

  private void proveDeletions(long fragment, ByteBuffer deletions) throws IOException, Damaged {
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
      requireFile(
          Path.of(uri).resolve("_deletions").resolve(name), 0, type == BITMAP ? "" : ARROW_MARK);
    }
  }

  /**
   * Requires a file with a mark at its end.
   *
   * @param bytes its size; 0 if it is not known, but never empty
   */
  private static void requireFile(Path file, long bytes, String mark) throws IOException, Damaged {
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
    if (!end(file, attributes.size(), mark.length()).equals(mark)) {
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
