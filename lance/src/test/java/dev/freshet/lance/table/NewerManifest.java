package dev.freshet.lance.table;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Adds a version to a table as a newer library might. In protobuf the last of several values of a
 * field counts, and messages of several are merged, so what differs is appended to a copy of the
 * newest manifest.
 */
public final class NewerManifest {

  private static final int VERSION = 3;
  private static final int READER_FLAGS = 9;
  private static final int WRITER_FLAGS = 10;
  private static final int DATA_FORMAT = 15;
  private static final int FOOTER_BYTES = 16;

  private final Path versions;

  public NewerManifest(Path table) {
    this.versions = table.resolve("_versions");
  }

  /** The manifest files, newest first. */
  public List<Path> versions() throws IOException {
    try (Stream<Path> files = Files.list(versions)) {
      return files.filter(file -> file.toString().endsWith(".manifest")).sorted().toList();
    }
  }

  /** Adds a version with features that readers must know, beside those the table has. */
  public void requireOfReaders(long flags) throws IOException {
    add(number(READER_FLAGS, flags | format().readerFlags()));
  }

  /** Adds a version with features that writers must know, beside those the table has. */
  void requireOfWriters(long flags) throws IOException {
    add(number(WRITER_FLAGS, flags | format().writerFlags()));
  }

  /** Adds a version with data files of another format. */
  void storageVersion(String storage) throws IOException {
    byte[] text = storage.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream field = new ByteArrayOutputStream();
    field.writeBytes(new byte[] {DATA_FORMAT << 3 | 2, (byte) (text.length + 2)});
    field.writeBytes(new byte[] {2 << 3 | 2, (byte) text.length});
    field.writeBytes(text);
    add(field.toByteArray());
  }

  /** Removes the newest version. */
  void removeNewest() throws IOException {
    Files.delete(versions().get(0));
  }

  private TableFormat format() throws IOException {
    return TableFormat.read(Files.readAllBytes(versions().get(0)));
  }

  private void add(byte[] field) throws IOException {
    Path newest = versions().get(0);
    long name = Long.parseUnsignedLong(newest.getFileName().toString().replace(".manifest", ""));
    byte[] copied = appended(Files.readAllBytes(newest), number(VERSION, -name), field);
    Files.write(versions.resolve(Long.toUnsignedString(name - 1) + ".manifest"), copied);
  }

  private static byte[] appended(byte[] manifest, byte[]... fields) {
    ByteBuffer file = ByteBuffer.wrap(manifest).order(ByteOrder.LITTLE_ENDIAN);
    int position = (int) file.getLong(manifest.length - FOOTER_BYTES);
    int end = position + Integer.BYTES + file.getInt(position);
    ByteArrayOutputStream after = new ByteArrayOutputStream();
    after.write(manifest, 0, end);
    for (byte[] field : fields) {
      after.writeBytes(field);
    }
    int length = after.size() - position - Integer.BYTES;
    after.writeBytes(Arrays.copyOfRange(manifest, end, manifest.length));
    byte[] appended = after.toByteArray();
    ByteBuffer.wrap(appended).order(ByteOrder.LITTLE_ENDIAN).putInt(position, length);
    return appended;
  }

  private static byte[] number(int field, long value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(field << 3);
    long rest = value;
    while (rest > 0x7F) {
      bytes.write((int) (rest & 0x7F | 0x80));
      rest >>>= 7;
    }
    bytes.write((int) rest);
    return bytes.toByteArray();
  }
}
