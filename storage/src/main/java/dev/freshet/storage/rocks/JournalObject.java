package dev.freshet.storage.rocks;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * One object of a {@link RocksJournal}: a header, and chunks of bytes that are compressed together.
 *
 * <pre>
 * 4 bytes   "FRJ1"
 * 4         CRC-32C of all that follows
 * 1         kind
 * 16        journal, made with it
 * 16        writer, another each time the journal is opened for writing
 * 8         number of the write; of a snapshot, that of the last write in it
 * 4         bytes of the chunks before compression: 4 of length and its bytes for each
 * ...       the chunks, deflated
 * </pre>
 *
 * @param chunks of a write, RocksDB's own form of a batch each, in order; of a part of a snapshot,
 *     one such batch; of the end of a snapshot, the number of its parts; of a claim, none
 */
record JournalObject(Kind kind, UUID journal, UUID writer, long number, List<byte[]> chunks) {
  private static final int MAGIC = 0x46524a31;
  private static final int HEADER_BYTES = 2 * Integer.BYTES + 1 + 5 * Long.BYTES + Integer.BYTES;
  private static final int CHECKED_FROM = 2 * Integer.BYTES;
  private static final int BUFFER_BYTES = 64 * 1024;

  /** What an object is. Stored by position: a new one comes last. */
  enum Kind {
    WRITE,
    /** A process has opened the journal for writing; who wrote before must not go on. */
    CLAIM,
    SNAPSHOT_PART,
    SNAPSHOT_END
  }

  /** The object cannot be one that was put: why. */
  static final class DamagedObjectException extends Exception {
    private static final long serialVersionUID = 1;

    DamagedObjectException(String why) {
      super(why);
    }
  }

  byte[] encode() {
    int rawBytes = chunks.stream().mapToInt(each -> Integer.BYTES + each.length).sum();
    ByteBuffer raw = ByteBuffer.allocate(rawBytes);
    chunks.forEach(each -> raw.putInt(each.length).put(each));
    byte[] packed = deflated(raw.array());
    ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES + packed.length);
    bytes.putInt(MAGIC).putInt(0).put((byte) kind.ordinal());
    bytes.putLong(journal.getMostSignificantBits()).putLong(journal.getLeastSignificantBits());
    bytes.putLong(writer.getMostSignificantBits()).putLong(writer.getLeastSignificantBits());
    bytes.putLong(number).putInt(rawBytes).put(packed);
    return bytes.putInt(Integer.BYTES, checksum(bytes.array())).array();
  }

  static JournalObject decode(byte[] content) throws DamagedObjectException {
    if (content.length < HEADER_BYTES) {
      throw new DamagedObjectException("it has " + content.length + " bytes");
    }
    ByteBuffer bytes = ByteBuffer.wrap(content);
    if (bytes.getInt() != MAGIC) {
      throw new DamagedObjectException("it does not begin as an object of a journal does");
    }
    if (bytes.getInt() != checksum(content)) {
      throw new DamagedObjectException("its checksum is wrong");
    }
    Kind kind = kind(bytes.get());
    UUID journal = new UUID(bytes.getLong(), bytes.getLong());
    UUID writer = new UUID(bytes.getLong(), bytes.getLong());
    long number = bytes.getLong();
    byte[] raw = new byte[bytes.getInt()];
    inflate(content, bytes.position(), raw);
    return new JournalObject(kind, journal, writer, number, chunks(ByteBuffer.wrap(raw)));
  }

  private static Kind kind(int position) throws DamagedObjectException {
    Kind[] kinds = Kind.values();
    if (position < 0 || position >= kinds.length) {
      throw new DamagedObjectException("it is of a kind that only a newer version knows");
    }
    return kinds[position];
  }

  private static List<byte[]> chunks(ByteBuffer raw) throws DamagedObjectException {
    List<byte[]> chunks = new ArrayList<>();
    try {
      while (raw.hasRemaining()) {
        byte[] chunk = new byte[raw.getInt()];
        raw.get(chunk);
        chunks.add(chunk);
      }
    } catch (BufferUnderflowException e) {
      throw new DamagedObjectException("its content ends too soon");
    }
    return chunks;
  }

  private static int checksum(byte[] content) {
    CRC32C crc = new CRC32C();
    crc.update(content, CHECKED_FROM, content.length - CHECKED_FROM);
    return (int) crc.getValue();
  }

  private static byte[] deflated(byte[] raw) {
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try {
      deflater.setInput(raw);
      deflater.finish();
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      byte[] buffer = new byte[BUFFER_BYTES];
      while (!deflater.finished()) {
        packed.write(buffer, 0, deflater.deflate(buffer));
      }
      return packed.toByteArray();
    } finally {
      deflater.end();
    }
  }

  private static void inflate(byte[] content, int from, byte[] raw) throws DamagedObjectException {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(content, from, content.length - from);
      int filled = 0;
      while (filled < raw.length) {
        int more = inflater.inflate(raw, filled, raw.length - filled);
        if (more == 0) {
          throw new DamagedObjectException("its content ends too soon");
        }
        filled += more;
      }
    } catch (DataFormatException e) {
      throw new DamagedObjectException("its content cannot be unpacked");
    } finally {
      inflater.end();
    }
  }
}
