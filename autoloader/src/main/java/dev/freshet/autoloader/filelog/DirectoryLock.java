package dev.freshet.autoloader.filelog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Exclusive use of a directory, across processes and inside this one, given back by the operating
 * system when the process dies.
 */
final class DirectoryLock implements AutoCloseable {
  private static final String FILE_NAME = "owner.lock";

  /**
   * POSIX drops a process's lock as soon as the process closes any handle of the file, so a second
   * attempt inside this process must not even open it.
   */
  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

  private final Path directory;
  private final FileChannel channel;

  private DirectoryLock(Path directory, FileChannel channel) {
    this.directory = directory;
    this.channel = channel;
  }

  static DirectoryLock acquire(Path directory) throws IOException {
    Path key = directory.toRealPath();
    if (!HELD_HERE.add(key)) {
      throw new FileLogInUseException(
          "Cannot open file log "
              + directory
              + ": another stream of this process uses it. Stop that stream, or give this one its"
              + " own checkpoint or autoloader.fileLog.");
    }
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              key.resolve(FILE_NAME),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw new FileLogInUseException(
            "Cannot open file log "
                + directory
                + ": another process uses it"
                + owner(key)
                + ". Stop that process, or give this stream its own checkpoint or"
                + " autoloader.fileLog.");
      }
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap(
              Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
      return new DirectoryLock(key, channel);
    } catch (IOException | RuntimeException e) {
      release(key, channel);
      throw e;
    }
  }

  private static String owner(Path directory) throws IOException {
    String pid = Files.readString(directory.resolve(FILE_NAME)).strip();
    return pid.isEmpty() ? "" : " (pid " + pid + ")";
  }

  private static void release(Path key, @Nullable FileChannel channel) throws IOException {
    try {
      if (channel != null) {
        channel.close();
      }
    } finally {
      HELD_HERE.remove(key);
    }
  }

  @Override
  public void close() throws IOException {
    release(directory, channel);
  }
}
