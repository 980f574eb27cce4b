package dev.freshet.home;

import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.storage.DirectoryInUseException;
import dev.freshet.storage.DirectoryLock;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The right to do something in a home that only one process at a time may do. A process takes it
 * before anything else, so that a second one touches nothing; a second pipeline would fence the
 * writer of the first.
 */
public enum HomeLock {
  /** To run the pipeline. */
  RUN("run.lock", "run the pipeline in %s", "runs it already. Stop it first."),

  /** To maintain the vector table. */
  OPTIMIZE(
      "optimize.lock",
      "maintain the vector table in %s",
      "does already. Leave it to that one or stop it first; --dry-run and --explain work beside it."),

  /**
   * To take versions out of the Delta tables, or to write them other than by an append. Held for
   * one step.
   */
  LAYERS("layers.lock", "change the Delta tables in %s", "does. Repeat it later.");

  private final String fileName;
  private final String what;
  private final String whoElse;

  HomeLock(String fileName, String what, String whoElse) {
    this.fileName = fileName;
    this.what = what;
    this.whoElse = whoElse;
  }

  /**
   * Takes the lock; never waits.
   *
   * @throws FreshetException with {@link ErrorCode#ALREADY_RUNNING} if another owner has it, or
   *     {@link ErrorCode#STORE_UNAVAILABLE} if the home cannot be written
   */
  public DirectoryLock acquire(Path home) {
    try {
      return DirectoryLock.acquire(HomeDirectory.create(home), fileName);
    } catch (DirectoryInUseException e) {
      throw new FreshetException(
          ErrorCode.ALREADY_RUNNING,
          "Cannot " + what.formatted(home) + ": " + e.owner() + " " + whoElse,
          e);
    } catch (IOException e) {
      throw new FreshetException(
          ErrorCode.STORE_UNAVAILABLE,
          "Cannot lock " + home + ": " + e + ". Check that the directory can be written.",
          e);
    }
  }
}
