package dev.freshet.lance.table;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A data or deletion file that a version of a table needs.
 *
 * <p>Fields of the manifest, by Lance's table format: fragments are field 2; a fragment has its id
 * in field 1, its data files in field 2 and its deletion file in field 3; a data file has its path
 * in field 1, its size in field 6 and, if it lies outside the table, a base in field 7; a deletion
 * file has its type in field 1 (0 Arrow, 1 bitmap), the version it was made of in field 2, its id
 * in field 3 and a base in field 5. Files outside the table are left out.
 *
 * @param path of it
 * @param bytes its size; 0 if the manifest does not say it
 * @param mark the end of its content
 */
record VersionFile(Path path, long bytes, String mark) {
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

  /** A file is not as the newest version names it. */
  static final class Damaged extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Path file;

    Damaged(Path file, String why) {
      super(why);
      this.file = file;
    }

    Path file() {
      return file;
    }
  }

  /**
   * The files that a manifest names, the newest ones first.
   *
   * @param message the manifest, as the table format encodes it
   * @throws IOException if it is not a manifest
   */
  static List<VersionFile> newestFirst(Path table, ByteBuffer message) throws IOException {
    List<VersionFile> files = new ArrayList<>();
    while (message.hasRemaining()) {
      ProtobufField field = ProtobufField.next(message);
      if (field.number() == FRAGMENTS) {
        addFragment(little(field.bytes()), table, files);
      }
    }
    Collections.reverse(files);
    return files;
  }

  /** Requires that a manifest is there and whole, as far as its end says so. */
  static void requireManifest(Path manifest) throws IOException, Damaged {
    new VersionFile(manifest, 0, LANCE_MARK).require();
  }

  private static void addFragment(ByteBuffer fragment, Path table, List<VersionFile> files)
      throws IOException {
    long id = 0;
    Optional<ByteBuffer> deletions = Optional.empty();
    while (fragment.hasRemaining()) {
      ProtobufField field = ProtobufField.next(fragment);
      switch (field.number()) {
        case FRAGMENT_ID -> id = field.value();
        case FRAGMENT_FILES -> addDataFile(little(field.bytes()), table, files);
        case FRAGMENT_DELETIONS -> deletions = Optional.of(little(field.bytes()));
        default -> {}
      }
    }
    if (deletions.isPresent()) {
      addDeletions(id, deletions.get(), table, files);
    }
  }

  private static void addDataFile(ByteBuffer file, Path table, List<VersionFile> files)
      throws IOException {
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
      files.add(new VersionFile(table.resolve("data").resolve(path), bytes, LANCE_MARK));
    }
  }

  private static void addDeletions(
      long fragment, ByteBuffer deletions, Path table, List<VersionFile> files) throws IOException {
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
      Path path = table.resolve("_deletions").resolve(name);
      files.add(new VersionFile(path, 0, type == BITMAP ? "" : ARROW_MARK));
    }
  }

  /** Requires that the file is there, with its size and its mark; it is never empty. */
  void require() throws IOException, Damaged {
    BasicFileAttributes attributes;
    try {
      attributes = Files.readAttributes(path, BasicFileAttributes.class);
    } catch (NoSuchFileException e) {
      throw new Damaged(path, "it is gone");
    } catch (AccessDeniedException e) {
      throw e;
    } catch (FileSystemException e) {
      if (Files.isRegularFile(path.getParent())) {
        throw new Damaged(path.getParent(), "it is not a directory");
      }
      throw e;
    }
    if (!attributes.isRegularFile()) {
      throw new Damaged(path, "it is not a file");
    }
    if (attributes.size() == 0 || bytes != 0 && attributes.size() != bytes) {
      throw new Damaged(
          path,
          "it has %d bytes%s"
              .formatted(attributes.size(), bytes == 0 ? "" : " instead of " + bytes));
    }
    if (!end(path, attributes.size(), mark.length()).equals(mark)) {
      throw new Damaged(path, "its end is not that of a file of its format");
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
