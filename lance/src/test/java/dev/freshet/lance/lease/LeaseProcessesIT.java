package dev.freshet.lance.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.lease.CommitLease;
import dev.freshet.lance.ChildJvm;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The lease between processes: two race for it, and one that holds it is killed. */
class LeaseProcessesIT {

  private static final int TIMES_EACH = Boolean.getBoolean("freshet.test.long") ? 150 : 50;

  @TempDir Path directory;

  @Test
  @Timeout(120)
  void twoProcessesNeverHoldItAtOnceAndNoTokenIsGivenTwice() throws Exception {
    List<String> reported = new ArrayList<>();
    try (ChildJvm first = race("first");
        ChildJvm second = race("second")) {
      assertThat(first.awaitEnd()).isZero();
      assertThat(second.awaitEnd()).isZero();
      reported.addAll(first.lines());
      reported.addAll(second.lines());
    }

    assertThat(reported)
        .hasSize(2 * TIMES_EACH)
        .doesNotContain(RacingHolder.TWO_HOLDERS)
        .doesNotHaveDuplicates();
    assertThat(reported.stream().mapToLong(Long::parseLong).max())
        .as("every token belonged to a holder")
        .hasValue(2L * TIMES_EACH);
  }

  private ChildJvm race(String holder) throws Exception {
    return ChildJvm.start(
        directory, RacingHolder.class, table(), holder, Integer.toString(TIMES_EACH));
  }

  @Test
  @Timeout(60)
  void leaseOfAKilledProcessCanBeTakenOnceItHasExpired() throws Exception {
    try (ChildJvm holder =
            ChildJvm.start(directory, RacingHolder.class, table(), "a", "1", "keep");
        CommitLease lease =
            new LanceCommitLease(table(), InstantSource.system(), RacingHolder.RULE)) {
      long token = Long.parseLong(holder.awaitLines(3).get(0));
      assertThat(lease.tryAcquire("b", RacingHolder.TTL)).as("while the holder is alive").isEmpty();
      holder.kill();
      long killed = System.nanoTime();

      Optional<CommitLease.Held> successor = Optional.empty();
      for (int tries = 0; successor.isEmpty(); tries++) {
        assertThat(tries).as("tries, 5 ms apart").isLessThan(4_000);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        successor = lease.tryAcquire("b", RacingHolder.TTL);
      }

      assertThat(successor.get().fencingToken()).isEqualTo(token + 1);
      // The last renewal was at most a quarter of its time to live before the kill.
      assertThat(Duration.ofNanos(System.nanoTime() - killed))
          .isGreaterThan(RacingHolder.TTL.dividedBy(2))
          .isLessThan(RacingHolder.TTL.plus(RacingHolder.RULE.skewMax()).plusSeconds(5));
    }
  }

  private String table() {
    return directory.resolve("t.lance").toString();
  }
}
