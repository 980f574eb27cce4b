package dev.freshet.storage;

import dev.freshet.storage.damage.SetAside;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Exclusive use of a local directory for one purpose, across processes and inside this one. The
 * operating system releases it when the process dies.
 */
public final class DirectoryLock implements AutoCloseable {

  /**
   * POSIX drops a process's lock as soon as the process closes any handle of the file, so a second
   * attempt inside this process must not even open it.
   */
  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private DirectoryLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the lock; never waits.
   *
   * @param directory must exist
   * @param fileName of the lock file in it; it is never deleted and names the process of the last
   *     owner
   * @throws DirectoryInUseException if it is held already
   * @throws IOException if the lock file cannot be made or locked
   */
  public static DirectoryLock acquire(Path directory, String fileName)
      throws IOException, DirectoryInUseException {
    Path file = directory.toRealPath().resolve(fileName);
    if (!HELD_HERE.add(file)) {
      throw new DirectoryInUseException("this process");
    }
    FileChannel channel = null;
    try {
      if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
        SetAside.rename(file); // Damage of the disk: a directory cannot be locked by anyone.
      }
      channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        throw new DirectoryInUseException("another process" + owner(file));
      }
      writeOwner(channel);
      return new DirectoryLock(file, channel);
    } catch (IOException | RuntimeException | DirectoryInUseException e) {
      release(file, channel);
      throw e;
    }
  }

  private static void writeOwner(FileChannel channel) throws IOException {
    channel.truncate(0);
    String pid = Long.toString(ProcessHandle.current().pid());
    channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)));
  }

  private static String owner(Path file) throws IOException {
    String pid = Files.readString(file).strip();
    return pid.isEmpty() ? "" : " (pid " + pid + ")";
  }

  private static void release(Path file, @Nullable FileChannel channel) throws IOException {
    try {
      if (channel != null) {
        channel.close();
      }
    } finally {
      HELD_HERE.remove(file);
    }
  }

  @Override
  public void close() throws IOException {
    release(file, channel);
  }
}
