package dev.freshet.pipeline.run;

import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.pipeline.landing.SourceAccess;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits before a start of the query until the landing zone can be read. It was there when the run
 * began, so it is expected back: for as long as the run lasts, or for a minute if it is to end.
 *
 * @param source how the landing zone is reached
 * @param gate ends the wait when it closes
 */
record LandingZoneWait(SourceAccess source, StopGate gate) {

  private static final Logger LOGGER = LoggerFactory.getLogger(LandingZoneWait.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final Duration PATIENCE_ONCE = Duration.ofMinutes(1);

  /**
   * Returns once the landing zone can be read, or the gate is closed.
   *
   * @param once whether the run is to end
   * @throws FreshetException with {@link ErrorCode#LANDING_PATH_MISSING} if it does not come back
   */
  void await(boolean once) throws InterruptedException {
    long started = System.nanoTime();
    Duration pause = FIRST_PAUSE;
    Optional<FreshetException> problem = source.problem();
    while (problem.isPresent() && !gate.isClosed()) {
      if (pause.equals(FIRST_PAUSE)) {
        LOGGER
            .atWarn()
            .addKeyValue("error", problem.get().getMessage())
            .log("landing zone is away, waiting for it");
      }
      if (once && System.nanoTime() - started > PATIENCE_ONCE.toNanos()) {
        throw new FreshetException(
            ErrorCode.LANDING_PATH_MISSING,
            problem.get().getMessage()
                + " It has been away for "
                + PATIENCE_ONCE.toSeconds()
                + " s. Bring it back and start again; nothing is lost.",
            problem.get());
      }
      gate.awaitClosed(pause);
      pause = pause.multipliedBy(2);
      pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
      problem = source.problem();
    }
  }
}
