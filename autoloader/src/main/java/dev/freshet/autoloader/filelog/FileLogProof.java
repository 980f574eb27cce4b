package dev.freshet.autoloader.filelog;

import dev.freshet.storage.rocks.RocksException;
import dev.freshet.storage.rocks.RocksStore;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What holds in a file log that is whole, looked at when it is opened for writing. RocksDB has a
 * checksum for everything it reads, but takes a missing or shortened file for one that ended there.
 */
final class FileLogProof {

  private static final Pattern OF_ROCKS =
      Pattern.compile("CURRENT|LOCK|IDENTITY|(MANIFEST|OPTIONS)-\\d+|\\d+\\.(log|sst)");

  /** With one of these there was a log; without {@code CURRENT} RocksDB would make a new one. */
  private static final Pattern WITH_CONTENT = Pattern.compile("\\d+\\.(log|sst)");

  private FileLogProof() {}

  /**
   * Looks at the directory before RocksDB does.
   *
   * @throws FileLogDamagedException if something else is in the place of a file
   */
  static void requireFiles(Path directory) throws IOException {
    if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(directory)) {
      throw new FileLogDamagedException(directory, "it is not a directory");
    }
    if (!Files.exists(directory)) {
      return;
    }
    Path content = null;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        boolean known = OF_ROCKS.matcher(name).matches() || name.equals(FileLogStore.LOCK_FILE);
        if (known && !Files.isRegularFile(file)) {
          throw new FileLogDamagedException(file, "it is not a file");
        }
        if (WITH_CONTENT.matcher(name).matches()) {
          content = file;
        }
      }
    }
    Path current = directory.resolve("CURRENT");
    if (content != null && !Files.exists(current)) {
      throw new FileLogDamagedException(current, "it is missing, and " + content + " is there");
    }
  }

  /**
   * Reads every file of the log once: the checksums of all, and the entries in order.
   *
   * @param end how far the log had come according to {@link FileLogEnd}
   * @throws FileLogDamagedException if it is not whole
   */
  static void requireWhole(RocksStore store, Path directory, OptionalLong end)
      throws RocksException {
    store.verify();
    if (store.find(FileLog.STREAM_ID) == null && store.find(FileLog.LAST) == null) {
      if (end.isPresent()) {
        throw new FileLogDamagedException(directory, "its content is gone");
      }
      return; // A new log, or one whose making was cut short.
    }
    if (store.find(FileLog.STREAM_ID) == null) {
      throw new FileLogDamagedException(directory, "its identity is gone");
    }
    long start = number(store, directory, FileLog.START, 0);
    long last = number(store, directory, FileLog.LAST, start);
    if (end.isPresent() && end.getAsLong() > last) {
      throw new FileLogDamagedException(directory, endsBelow(last, end.getAsLong()));
    }
    long committed = number(store, directory, FileLog.COMMITTED, start);
    if (committed > last) {
      throw new FileLogDamagedException(directory, endsBelow(last, committed));
    }
    Entries entries = new Entries(directory, start);
    store.scan(FileLogCodec.sequenceKey(0), FileLogCodec.sequenceKey(Long.MAX_VALUE), entries::add);
    if (entries.sequence != last) {
      throw entries.missing(entries.sequence + 1);
    }
  }

  /** The log lacks versions that it had. */
  static String endsBelow(long last, long known) {
    return "it ends at sequence " + last + ", and had reached " + known;
  }

  private static long number(RocksStore store, Path directory, byte[] key, long fallback)
      throws RocksException {
    byte @Nullable [] value = store.find(key);
    if (value != null && value.length != Long.BYTES) {
      throw new FileLogDamagedException(directory, "a number in it is not one");
    }
    return value == null ? fallback : FileLogCodec.number(value);
  }

  /** Follows the numbers and the running total of bytes from entry to entry. */
  private static final class Entries {
    private final Path directory;
    private long sequence;
    private long bytes;

    Entries(Path directory, long start) {
      this.directory = directory;
      this.sequence = start;
    }

    void add(byte[] key, byte[] entry) {
      long expected = sequence + 1;
      if (FileLogCodec.sequence(key) != expected) {
        throw missing(expected);
      }
      if (!FileLogCodec.follows(entry, bytes)) {
        throw new FileLogDamagedException(
            directory, "the entry of sequence " + expected + " does not follow the one before");
      }
      sequence = expected;
      bytes = FileLogCodec.totalBytes(entry);
    }

    FileLogDamagedException missing(long wanted) {
      return new FileLogDamagedException(directory, "sequence " + wanted + " is missing");
    }
  }
}
