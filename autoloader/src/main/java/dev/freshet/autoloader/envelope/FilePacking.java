package dev.freshet.autoloader.envelope;

import java.util.ArrayList;
import java.util.List;

/** Splits a batch into runs of neighbouring files with about the same work in each. */
final class FilePacking {
  /** Least work of a task: less is not worth its overhead of some 10 ms. */
  private static final long MIN_PARTITION_WEIGHT = 8L * 1024 * 1024;

  /** Cost of opening a file, as the bytes that could be read in that time. */
  private static final long OPEN_WEIGHT = 64L * 1024;

  private FilePacking() {}

  /** The files in at most so many partitions, in their order. */
  static List<List<FileToRead>> pack(List<FileToRead> files, int maxPartitions) {
    long total = 0;
    for (FileToRead file : files) {
      total += weight(file);
    }
    long wanted = Math.max(1, Math.min(maxPartitions, total / MIN_PARTITION_WEIGHT));
    List<List<FileToRead>> partitions = new ArrayList<>();
    List<FileToRead> open = new ArrayList<>();
    long done = 0;
    for (FileToRead file : files) {
      open.add(file);
      done += weight(file);
      if (done * wanted >= total * (partitions.size() + 1)) {
        partitions.add(List.copyOf(open));
        open.clear();
      }
    }
    return partitions;
  }

  private static long weight(FileToRead file) {
    return file.version().size() + OPEN_WEIGHT;
  }
}
