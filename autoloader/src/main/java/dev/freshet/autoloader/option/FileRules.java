package dev.freshet.autoloader.option;

import dev.freshet.autoloader.filelog.FileHistory.SkipReason;
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
   * Why a file is not read that was modified then; empty if it is.
   *
   * @param found when it was found; empty in the first listing of a new stream, where no file is
   *     too old
   */
  public Optional<SkipReason> refusal(Instant modifiedAt, Optional<Instant> found) {
    if (!modifiedAfter.map(modifiedAt::isAfter).orElse(true)) {
      return Optional.of(SkipReason.MODIFIED_TOO_EARLY);
    }
    if (!modifiedBefore.map(modifiedAt::isBefore).orElse(true)) {
      return Optional.of(SkipReason.MODIFIED_TOO_LATE);
    }
    return maxAge.isPresent()
            && found.isPresent()
            && modifiedAt.isBefore(found.get().minus(maxAge.get()))
        ? Optional.of(SkipReason.TOO_OLD)
        : Optional.empty();
  }
}
