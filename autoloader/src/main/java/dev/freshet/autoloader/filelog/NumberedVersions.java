package dev.freshet.autoloader.filelog;

import dev.freshet.storage.rocks.RocksException;
import dev.freshet.storage.rocks.RocksStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The versions of a file log by their numbers, as its store has them.
 *
 * @param place of the log, for errors
 * @param startAfter the first version has the sequence after this one
 */
record NumberedVersions(FileLogPlace place, long startAfter) {

  /**
   * The versions with {@code after < sequence <= upTo}, in order.
   *
   * @throws FileLogDamagedException if there is a gap
   */
  List<FileVersion> versions(RocksStore open, long after, long upTo) throws RocksException {
    long first = Math.max(after, startAfter) + 1;
    List<FileVersion> found = new ArrayList<>();
    if (first > upTo) {
      return found;
    }
    open.scan(
        FileLogCodec.sequenceKey(first),
        FileLogCodec.sequenceKey(upTo + 1),
        (key, entry) -> {
          long sequence = first + found.size();
          if (!Arrays.equals(key, FileLogCodec.sequenceKey(sequence))) {
            throw missing(sequence);
          }
          found.add(FileLogCodec.entry(sequence, entry).version());
        });
    if (first + found.size() <= upTo) {
      throw missing(first + found.size());
    }
    return found;
  }

  /**
   * The first sequence at which the versions after {@code after} together have at least {@code
   * bytes} bytes, but never beyond {@code upTo}. Binary search over point reads.
   */
  long sequenceReachingBytes(RocksStore open, long after, long upTo, long bytes)
      throws RocksException {
    long start = totalBytesAt(open, after);
    long low = after + 1;
    long high = upTo;
    while (low < high) {
      long middle = low + (high - low) / 2;
      if (totalBytesAt(open, middle) - start >= bytes) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return high;
  }

  /** Bytes of the versions up to a sequence. One point read. */
  long totalBytesAt(RocksStore open, long sequence) throws RocksException {
    if (sequence <= startAfter) {
      return 0;
    }
    byte[] entry = open.find(FileLogCodec.sequenceKey(sequence));
    if (entry == null) {
      throw missing(sequence);
    }
    return FileLogCodec.totalBytes(entry);
  }

  /**
   * Writes the newest version of each path, for a log of a build that kept all versions of a path
   * instead. A crash on the way loses nothing: it is done again.
   */
  void findNewest(RocksStore open, long lastSequence) throws RocksException {
    if (open.find(FileLog.NEWEST_UP_TO) != null) {
      return;
    }
    for (long after = startAfter; after < lastSequence; after += FileLog.VERSIONS_PER_WRITE) {
      List<FileVersion> found =
          versions(open, after, Math.min(lastSequence, after + FileLog.VERSIONS_PER_WRITE));
      open.write(
          batch -> {
            for (FileVersion each : found) {
              LandedFile file = new LandedFile(each.path(), each.size(), each.modifiedAt());
              batch.put(
                  FileLogCodec.newestKey(file.path()), FileLogCodec.newest(each.sequence(), file));
            }
          });
    }
    open.writeSynced(
        batch -> {
          batch.deleteRange(new byte[] {'p'}, new byte[] {'q'});
          batch.put(FileLog.NEWEST_UP_TO, FileLogCodec.number(lastSequence));
        });
  }

  private FileLogDamagedException missing(long sequence) {
    return new FileLogDamagedException(place, "sequence " + sequence + " is missing below its end");
  }
}
