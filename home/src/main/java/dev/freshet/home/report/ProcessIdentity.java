package dev.freshet.home.report;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A process of this machine. The start time tells it from a later process with the same pid.
 *
 * @param pid the operating system's number for it
 * @param startedAt when it started; null if the system does not say
 */
public record ProcessIdentity(long pid, @Nullable Instant startedAt) {

  /** Linux derives the time from that of its boot, which moves when the clock is set. */
  private static final Duration CLOCK_SLACK = Duration.ofSeconds(10);

  /** This process. */
  public static ProcessIdentity current() {
    return of(ProcessHandle.current());
  }

  private static ProcessIdentity of(ProcessHandle process) {
    return new ProcessIdentity(process.pid(), process.info().startInstant().orElse(null));
  }

  /** Whether it still runs. */
  public boolean stillRuns() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .map(found -> startedWith(of(found).startedAt))
        .orElse(false);
  }

  private boolean startedWith(@Nullable Instant other) {
    return startedAt == null || other == null
        ? startedAt == other
        : Duration.between(startedAt, other).abs().compareTo(CLOCK_SLACK) < 0;
  }
}
