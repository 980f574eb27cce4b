package dev.freshet.autoloader.filelog;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;

/**
 * Keys and values of the log in RocksDB. Numbers are big-endian, so keys sort by sequence.
 *
 * <pre>
 * m:NAME                         meta value
 * n PATH                         sequence, size, modified (ns) and change of its newest version
 * s SEQUENCE                     size, modified (ns), discovered (us), bytes up to and with it, path
 * b SEQUENCE                     sequence of the version before of the same path, if there is one
 * c SEQUENCE                     bytes, lines, since and digest of its content, once it was read
 * r SEQUENCE                     origin, records, care and reason of its portion, if it is special
 * </pre>
 *
 * The running byte total in every entry makes the bytes between any two sequences two point reads.
 */
final class FileLogCodec {
  private static final int ENTRY_HEADER = 4 * Long.BYTES;

  private FileLogCodec() {}

  /** An entry with the total bytes of all versions up to and including it. */
  record Entry(FileVersion version, long totalBytes) {}

  static byte[] metaKey(String name) {
    return ("m:" + name).getBytes(StandardCharsets.US_ASCII);
  }

  static byte[] newestKey(String path) {
    byte[] text = path.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(1 + text.length).put((byte) 'n').put(text).array();
  }

  static byte[] newest(long sequence, LandedFile file) {
    return ByteBuffer.allocate(4 * Long.BYTES)
        .putLong(sequence)
        .putLong(file.size())
        .putLong(nanos(file.modifiedAt()))
        .putLong(file.change())
        .array();
  }

  static FileLog.Newest newest(String path, byte[] value) {
    ByteBuffer buffer = ByteBuffer.wrap(value);
    long sequence = buffer.getLong();
    long size = buffer.getLong();
    Instant modifiedAt = fromNanos(buffer.getLong());
    return new FileLog.Newest(sequence, new LandedFile(path, size, modifiedAt, buffer.getLong()));
  }

  static byte[] sequenceKey(long sequence) {
    return numbered('s', sequence);
  }

  /** The number in a key of {@link #sequenceKey}. */
  static long sequence(byte[] key) {
    return ByteBuffer.wrap(key).getLong(1);
  }

  static byte[] beforeKey(long sequence) {
    return numbered('b', sequence);
  }

  static byte[] markKey(long sequence) {
    return numbered('c', sequence);
  }

  static byte[] portionKey(long sequence) {
    return numbered('r', sequence);
  }

  static byte[] portion(Portion portion) {
    byte[] reason = portion.reason().getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(4 * Long.BYTES + reason.length)
        .putLong(portion.origin())
        .putLong(portion.afterRecord())
        .putLong(portion.throughRecord())
        .putLong(portion.care().ordinal())
        .put(reason)
        .array();
  }

  static Portion portion(byte[] value) {
    ByteBuffer buffer = ByteBuffer.wrap(value);
    long origin = buffer.getLong();
    long afterRecord = buffer.getLong();
    long throughRecord = buffer.getLong();
    Portion.Care care = Portion.Care.values()[(int) buffer.getLong()];
    String reason = StandardCharsets.UTF_8.decode(buffer).toString();
    return new Portion(origin, afterRecord, throughRecord, care, reason);
  }

  static byte[] numbered(char kind, long sequence) {
    return ByteBuffer.allocate(1 + Long.BYTES).put((byte) kind).putLong(sequence).array();
  }

  static byte[] mark(ContentMark mark) {
    byte[] digest = HexFormat.of().parseHex(mark.sha256());
    return ByteBuffer.allocate(3 * Long.BYTES + digest.length)
        .putLong(mark.bytes())
        .putLong(mark.lines())
        .putLong(mark.since())
        .put(digest)
        .array();
  }

  static ContentMark mark(byte[] value) {
    ByteBuffer buffer = ByteBuffer.wrap(value);
    long bytes = buffer.getLong();
    long lines = buffer.getLong();
    long since = buffer.getLong();
    byte[] digest = new byte[buffer.remaining()];
    buffer.get(digest);
    return new ContentMark(bytes, HexFormat.of().formatHex(digest), lines, since);
  }

  static byte[] number(long value) {
    return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
  }

  static long number(byte[] value) {
    return ByteBuffer.wrap(value).getLong();
  }

  static byte[] entry(LandedFile file, Instant discoveredAt, long totalBytes) {
    byte[] path = file.path().getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(ENTRY_HEADER + path.length)
        .putLong(file.size())
        .putLong(nanos(file.modifiedAt()))
        .putLong(micros(discoveredAt))
        .putLong(totalBytes)
        .put(path)
        .array();
  }

  static Entry entry(long sequence, byte[] value) {
    ByteBuffer buffer = ByteBuffer.wrap(value);
    long size = buffer.getLong();
    Instant modifiedAt = fromNanos(buffer.getLong());
    Instant discoveredAt = fromMicros(buffer.getLong());
    long totalBytes = buffer.getLong();
    String path =
        new String(value, ENTRY_HEADER, value.length - ENTRY_HEADER, StandardCharsets.UTF_8);
    return new Entry(new FileVersion(sequence, path, size, modifiedAt, discoveredAt), totalBytes);
  }

  static long totalBytes(byte[] entry) {
    return ByteBuffer.wrap(entry).getLong(3 * Long.BYTES);
  }

  /** Whether an entry can stand behind one with that total of bytes. */
  static boolean follows(byte[] entry, long totalBytes) {
    return entry.length > ENTRY_HEADER
        && totalBytes(entry) == totalBytes + ByteBuffer.wrap(entry).getLong();
  }

  static long nanos(Instant instant) {
    return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
  }

  static Instant fromNanos(long nanos) {
    return Instant.EPOCH.plusNanos(nanos);
  }

  static long micros(Instant instant) {
    return TimeUnit.SECONDS.toMicros(instant.getEpochSecond())
        + TimeUnit.NANOSECONDS.toMicros(instant.getNano());
  }

  static Instant fromMicros(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L);
  }
}
