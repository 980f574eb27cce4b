package dev.freshet.autoloader.option;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Which of the files that are found are read, by their times. Pure.
 *
 * @param modifiedAfter a file must have been modified after this time
 * @param modifiedBefore a file must have been modified before this time
 * @param maxAge a file must have been modified at most so long ago when it is found
 * @param everyVersion whether a file that was changed is read again
 */
public record FileRules(
    Optional<Instant> modifiedAfter,
    Optional<Instant> modifiedBefore,
    Optional<Duration> maxAge,
    boolean everyVersion) {

  /** Every version of every file. */
  public static final FileRules ALL =
      new FileRules(Optional.empty(), Optional.empty(), Optional.empty(), true);

  /**
   * Whether a file is read that was modified then.
   *
   * @param found when it was found; empty in the first listing of a new stream, where no file is
   *     too old
   */
  public boolean accept(Instant modifiedAt, Optional<Instant> found) {
    return modifiedAfter.map(modifiedAt::isAfter).orElse(true)
        && modifiedBefore.map(modifiedAt::isBefore).orElse(true)
        && (maxAge.isEmpty()
            || found.isEmpty()
            || !modifiedAt.isBefore(found.get().minus(maxAge.get())));
  }
}
