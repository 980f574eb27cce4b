package dev.freshet.pipeline.run;

import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits before a start of the query until the landing zone can be read. It was there when the run
 * began, so it is expected back: for as long as the run lasts, or for a minute if it is to end.
 *
 * @param landing the landing zone
 * @param gate ends the wait when it closes
 */
record LandingZoneWait(Path landing, StopGate gate) {

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
    while (!isThere() && !gate.isClosed()) {
      if (pause.equals(FIRST_PAUSE)) {
        LOGGER.atWarn().addKeyValue("path", landing).log("landing zone is away, waiting for it");
      }
      if (once && System.nanoTime() - started > PATIENCE_ONCE.toNanos()) {
        throw new FreshetException(
            ErrorCode.LANDING_PATH_MISSING,
            "Cannot read the landing zone "
                + landing
                + ": it has been away for "
                + PATIENCE_ONCE.toSeconds()
                + " s. Bring it back and start again; nothing is lost.");
      }
      gate.awaitClosed(pause);
      pause = pause.multipliedBy(2);
      pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }
  }

  private boolean isThere() {
    return Files.isDirectory(landing) && Files.isReadable(landing);
  }
}
