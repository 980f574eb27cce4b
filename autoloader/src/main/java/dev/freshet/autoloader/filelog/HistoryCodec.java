package dev.freshet.autoloader.filelog;

import dev.freshet.autoloader.filelog.FileHistory.ArchiveMode;
import dev.freshet.autoloader.filelog.FileHistory.Archived;
import dev.freshet.autoloader.filelog.FileHistory.BatchTimes;
import dev.freshet.autoloader.filelog.FileHistory.SkipReason;
import dev.freshet.autoloader.filelog.FileHistory.Skipped;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * Keys and values of what became of the files, beside those of {@link FileLogCodec} and in its
 * form.
 *
 * <pre>
 * g LAST SEQUENCE    sequence before the first, planned (us) and committed (us, or 0) of a batch
 * a SEQUENCE         archived (us, or 0 while it is under way), mode and destination
 * e SEQUENCE         nothing; its file has an error, so that not all of it was read
 * d SEQUENCE         nothing; it could not be removed yet
 * k PATH             size, modified (ns), seen (us) and reason of a file that is not read
 * </pre>
 */
final class HistoryCodec {
  private HistoryCodec() {}

  static byte[] batchKey(long upTo) {
    return FileLogCodec.numbered('g', upTo);
  }

  static byte[] batch(BatchTimes batch) {
    return ByteBuffer.allocate(3 * Long.BYTES)
        .putLong(batch.after())
        .putLong(FileLogCodec.micros(batch.plannedAt()))
        .putLong(batch.committedAt().map(FileLogCodec::micros).orElse(0L))
        .array();
  }

  static BatchTimes batch(byte[] key, byte[] value) {
    ByteBuffer buffer = ByteBuffer.wrap(value);
    long after = buffer.getLong();
    Instant plannedAt = FileLogCodec.fromMicros(buffer.getLong());
    return new BatchTimes(after, FileLogCodec.sequence(key), plannedAt, time(buffer.getLong()));
  }

  static byte[] archivedKey(long sequence) {
    return FileLogCodec.numbered('a', sequence);
  }

  static byte[] archived(Archived archived) {
    byte[] destination = archived.destination().getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(2 * Long.BYTES + destination.length)
        .putLong(archived.at().map(FileLogCodec::micros).orElse(0L))
        .putLong(archived.mode().ordinal())
        .put(destination)
        .array();
  }

  static Archived archived(byte[] value) {
    ByteBuffer buffer = ByteBuffer.wrap(value);
    Optional<Instant> at = time(buffer.getLong());
    ArchiveMode mode = ArchiveMode.values()[(int) buffer.getLong()];
    return new Archived(at, mode, StandardCharsets.UTF_8.decode(buffer).toString());
  }

  static byte[] errorKey(long sequence) {
    return FileLogCodec.numbered('e', sequence);
  }

  static byte[] delayedKey(long sequence) {
    return FileLogCodec.numbered('d', sequence);
  }

  static byte[] skippedKey(String path) {
    byte[] text = path.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(1 + text.length).put((byte) 'k').put(text).array();
  }

  static byte[] skipped(Skipped skipped) {
    return ByteBuffer.allocate(4 * Long.BYTES)
        .putLong(skipped.file().size())
        .putLong(FileLogCodec.nanos(skipped.file().modifiedAt()))
        .putLong(FileLogCodec.micros(skipped.seenAt()))
        .putLong(skipped.reason().ordinal())
        .array();
  }

  static Skipped skipped(byte[] key, byte[] value) {
    String path = new String(key, 1, key.length - 1, StandardCharsets.UTF_8);
    ByteBuffer buffer = ByteBuffer.wrap(value);
    LandedFile file =
        new LandedFile(path, buffer.getLong(), FileLogCodec.fromNanos(buffer.getLong()));
    Instant seenAt = FileLogCodec.fromMicros(buffer.getLong());
    return new Skipped(file, seenAt, SkipReason.values()[(int) buffer.getLong()]);
  }

  private static Optional<Instant> time(long micros) {
    return micros == 0 ? Optional.empty() : Optional.of(FileLogCodec.fromMicros(micros));
  }
}
