package dev.freshet.pipeline;

import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to run the pipeline of a home: held by one run at a time, across processes and inside
 * this one. The operating system gives it back when the process dies. Taken before anything else,
 * so that a second run touches nothing, least of all the vector table's writer, whom it would
 * fence.
 */
final class HomeLock implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(HomeLock.class);
  private static final String FILE_NAME = "run.lock";

  /**
   * POSIX drops a process's lock as soon as the process closes any handle of the file, so a second
   * attempt inside this process must not even open it.
   */
  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

  private final Path home;
  private final FileChannel channel;

  private HomeLock(Path home, FileChannel channel) {
    this.home = home;
    this.channel = channel;
  }

  /**
   * @throws FreshetException with {@link ErrorCode#ALREADY_RUNNING} if another run has it, or
   *     {@link ErrorCode#STORE_UNAVAILABLE} if the home cannot be written
   */
  static HomeLock acquire(Path home) {
    try {
      Path real = Files.createDirectories(home).toRealPath();
      if (!HELD_HERE.add(real)) {
        throw alreadyRunning(home, "this process");
      }
      FileChannel channel = null;
      try {
        channel = open(real);
        if (channel.tryLock() == null) {
          throw alreadyRunning(home, "another process" + owner(real));
        }
        sayWhoHoldsIt(channel);
        return new HomeLock(real, channel);
      } catch (IOException | RuntimeException e) {
        release(real, channel);
        throw e;
      }
    } catch (IOException e) {
      throw new FreshetException(
          ErrorCode.STORE_UNAVAILABLE,
          "Cannot lock " + home + ": " + e + ". Check that the directory can be written.",
          e);
    }
  }

  private static FileChannel open(Path home) throws IOException {
    return FileChannel.open(
        home.resolve(FILE_NAME),
        StandardOpenOption.CREATE,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE);
  }

  private static void sayWhoHoldsIt(FileChannel channel) throws IOException {
    channel.truncate(0);
    String pid = Long.toString(ProcessHandle.current().pid());
    channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)));
  }

  private static String owner(Path home) throws IOException {
    String pid = Files.readString(home.resolve(FILE_NAME)).strip();
    return pid.isEmpty() ? "" : " (pid " + pid + ")";
  }

  private static FreshetException alreadyRunning(Path home, String who) {
    return new FreshetException(
        ErrorCode.ALREADY_RUNNING,
        "Cannot run the pipeline in " + home + ": " + who + " runs it already. Stop it first.");
  }

  private static void release(Path home, @Nullable FileChannel channel) throws IOException {
    try {
      if (channel != null) {
        channel.close();
      }
    } finally {
      HELD_HERE.remove(home);
    }
  }

  @Override
  public void close() {
    try {
      release(home, channel);
    } catch (IOException e) {
      LOGGER.atWarn().addKeyValue("home", home).setCause(e).log("lock file did not close");
    }
  }
}
