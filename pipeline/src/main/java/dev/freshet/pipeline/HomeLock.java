package dev.freshet.pipeline;

import dev.freshet.autoloader.fs.DirectoryInUseException;
import dev.freshet.autoloader.fs.DirectoryLock;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The right to run the pipeline of a home, held by one run at a time. Taken before anything else,
 * so that a second run touches nothing, least of all the vector table's writer, whom it would
 * fence.
 */
final class HomeLock {

  private static final String FILE_NAME = "run.lock";

  private HomeLock() {}

  /**
   * @throws FreshetException with {@link ErrorCode#ALREADY_RUNNING} if another run has it, or
   *     {@link ErrorCode#STORE_UNAVAILABLE} if the home cannot be written
   */
  static DirectoryLock acquire(Path home) {
    try {
      return DirectoryLock.acquire(Files.createDirectories(home), FILE_NAME);
    } catch (DirectoryInUseException e) {
      throw new FreshetException(
          ErrorCode.ALREADY_RUNNING,
          "Cannot run the pipeline in "
              + home
              + ": "
              + e.owner()
              + " runs it already. Stop it first.",
          e);
    } catch (IOException e) {
      throw new FreshetException(
          ErrorCode.STORE_UNAVAILABLE,
          "Cannot lock " + home + ": " + e + ". Check that the directory can be written.",
          e);
    }
  }
}
