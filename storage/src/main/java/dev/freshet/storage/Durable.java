package dev.freshet.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Makes what was written survive a loss of power. A write is first in the memory of the operating
 * system, and so is the name of a new file: both must be synced, the content before the name that
 * stands for it, and both before anything else that names the file (POSIX {@code fsync}: the
 * content of a file says nothing about the entry of its directory).
 *
 * <p>After a sync that failed, the content is not on disk, and a repetition may wrongly succeed
 * (Linux drops the pages): write the file again under another name. Thread-safe.
 */
public interface Durable {

  /** The disk. */
  Durable DISK = new Disk();

  /**
   * Returns when the content of the file is on disk.
   *
   * @throws IOException if it may not be, or if there is no such file
   */
  void sync(Path file) throws IOException;

  /**
   * Returns when the names in the directory are on disk as they are now.
   *
   * @throws IOException if they may not be, or if there is no such directory
   */
  void syncDirectory(Path directory) throws IOException;

  /** {@code fsync} of the operating system. */
  final class Disk implements Durable {

    private Disk() {}

    @Override
    public void sync(Path file) throws IOException {
      force(file);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
      force(directory);
    }

    /** A handle for reading is enough: what is synced is the file, not what the handle wrote. */
    private static void force(Path path) throws IOException {
      try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }
}
