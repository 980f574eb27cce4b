package dev.freshet.autoloader.filelog;

import dev.freshet.storage.damage.Damage;
import dev.freshet.storage.damage.DamageListener;
import dev.freshet.storage.damage.DamagedPart;
import dev.freshet.storage.damage.SetAside;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import java.util.zip.CRC32C;

/**
 * A second witness of how far a file log has come: a small file of its own, written after each
 * round that the log has on disk. A log that ends below it has lost its end, whatever the log says
 * of itself.
 *
 * <p>Two slots are written in turn, each with a checksum, so that a write that was cut short leaves
 * the one before. Not synced: after a power loss it may say less than the log holds, never more.
 * Thread-safe only as far as its log is.
 */
final class FileLogEnd implements AutoCloseable {
  static final String FILE = "end";

  private static final int SLOT_BYTES = 2 * Long.BYTES;
  private static final int SLOTS = 2;

  private final FileChannel channel;
  private final OptionalLong found;
  private int next;

  private FileLogEnd(FileChannel channel, OptionalLong found) {
    this.channel = channel;
    this.found = found;
  }

  /** Opens the mark of a log and makes it if it is missing; a damaged one is replaced. */
  static FileLogEnd open(Path directory, DamageListener damages) throws IOException {
    Path file = directory.resolve(FILE);
    Mark mark = read(file);
    if (mark.damaged()) {
      SetAside.rename(file);
      damages.found(
          new Damage(
              DamagedPart.FILE_LOG,
              file.toString(),
              "the mark of the end of the file log is not what was written",
              "It was written again from the file log."));
    }
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    return new FileLogEnd(channel, mark.end());
  }

  /**
   * What the file says.
   *
   * @param end the highest end in a good slot
   * @param damaged whether something in it is wrong that no crash of the process explains
   */
  private record Mark(OptionalLong end, boolean damaged) {}

  private static Mark read(Path file) throws IOException {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
        && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return new Mark(OptionalLong.empty(), true);
    }
    byte[] bytes;
    try {
      if (Files.size(file) != (long) SLOTS * SLOT_BYTES) {
        // A crash leaves a file without bytes, too; nothing is known from it.
        return new Mark(OptionalLong.empty(), Files.size(file) > 0);
      }
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return new Mark(OptionalLong.empty(), false);
    }
    OptionalLong end = OptionalLong.empty();
    int bad = 0;
    ByteBuffer slots = ByteBuffer.wrap(bytes);
    for (int i = 0; i < SLOTS; i++) {
      long sequence = slots.getLong();
      if (slots.getLong() != checksum(sequence)) {
        bad++;
      } else if (end.isEmpty() || end.getAsLong() < sequence) {
        end = OptionalLong.of(sequence);
      }
    }
    return new Mark(end, bad > 0);
  }

  /** The end that was recorded when the log was last open; empty if that is not known. */
  OptionalLong found() {
    return found;
  }

  /** Records that the log has every version up to {@code sequence} on disk. */
  void record(long sequence) throws IOException {
    write(slot(sequence), (long) next * SLOT_BYTES);
    next = (next + 1) % SLOTS;
  }

  /** Fills both slots in one write, so that a slot that is not valid afterwards is damage. */
  void fill(long sequence) throws IOException {
    ByteBuffer both = ByteBuffer.allocate(SLOTS * SLOT_BYTES);
    for (int i = 0; i < SLOTS; i++) {
      both.put(slot(sequence));
    }
    write(both.flip(), 0);
  }

  private static ByteBuffer slot(long sequence) {
    return ByteBuffer.allocate(SLOT_BYTES).putLong(sequence).putLong(checksum(sequence)).flip();
  }

  private void write(ByteBuffer bytes, long start) throws IOException {
    long position = start;
    while (bytes.hasRemaining()) {
      position += channel.write(bytes, position);
    }
  }

  private static long checksum(long sequence) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(Long.BYTES).putLong(sequence).flip());
    return crc.getValue() | 1L << Integer.SIZE; // So that zeros are no slot.
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
