package dev.freshet.lance.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.lease.CommitLease;
import dev.freshet.core.lease.LeaseRule;
import dev.freshet.core.lease.LeaseState;
import dev.freshet.core.vector.WriteOutcome;
import dev.freshet.lance.DirectoryTree;
import dev.freshet.lance.LanceVectorTable;
import dev.freshet.lance.maintain.LanceMaintainedTable;
import dev.freshet.lance.table.NewerManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LanceCommitLeaseIT {

  private static final Duration TTL = Duration.ofSeconds(5);
  private static final LeaseRule RULE = LeaseRule.DEFAULT;
  private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

  @TempDir Path directory;

  private final AtomicReference<Instant> time = new AtomicReference<>(START);

  @Test
  void leaseThatWasNeverTakenIsFreeAndLeavesNoTrace() throws IOException {
    try (CommitLease lease = open(Duration.ZERO)) {
      assertThat(lease.current()).isEmpty();
      assertThat(lease.awaitFree(TTL)).isLessThan(Duration.ofMillis(100));
      try (Stream<Path> files = Files.list(directory)) {
        assertThat(files).isEmpty();
      }
    }
  }

  @Test
  void leaseHasOneHolderUntilItIsReleased() {
    try (CommitLease first = open(Duration.ZERO);
        CommitLease second = open(Duration.ZERO)) {
      CommitLease.Held held = first.tryAcquire("a", TTL).orElseThrow();

      assertThat(second.tryAcquire("b", TTL)).isEmpty();
      assertThat(first.tryAcquire("a", TTL)).isEmpty();
      assertThat(second.current()).contains(new LeaseState("a", 1, START, START.plus(TTL), false));
      held.close();
      held.close();

      assertThat(second.current().orElseThrow().released()).isTrue();
      assertThat(second.tryAcquire("b", TTL).orElseThrow().fencingToken()).isEqualTo(2);
    }
  }

  @Test
  void deadHolderIsReplacedAfterExpiryAndSkewAndCannotRenew() {
    try (CommitLease first = open(Duration.ZERO);
        CommitLease second = open(Duration.ZERO)) {
      CommitLease.Held dead = first.tryAcquire("a", TTL).orElseThrow();
      pass(TTL);
      assertThat(dead.isHeld()).isFalse();
      assertThat(second.tryAcquire("b", TTL)).isEmpty();
      pass(RULE.skewMax());

      CommitLease.Held successor = second.tryAcquire("b", TTL).orElseThrow();

      assertThat(successor.fencingToken()).isEqualTo(2);
      assertThat(dead.renew()).isFalse();
      dead.close();
      assertThat(successor.isHeld()).isTrue();
      assertThat(first.current().orElseThrow().holder()).isEqualTo("b");
    }
  }

  @Test
  void renewalKeepsTheLease() {
    try (CommitLease first = open(Duration.ZERO);
        CommitLease second = open(Duration.ZERO)) {
      CommitLease.Held held = first.tryAcquire("a", TTL).orElseThrow();
      for (int renewal = 0; renewal < 4; renewal++) {
        pass(Duration.ofSeconds(4));
        assertThat(held.renew()).isTrue();
      }

      assertThat(held.isHeld()).isTrue();
      assertThat(held.fencingToken()).isEqualTo(1);
      assertThat(second.tryAcquire("b", TTL)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {-2000, -1500, 0, 1500, 2000})
  void clocksWithinTheBoundNeverMakeTwoHolders(long skewMillis) {
    try (CommitLease first = open(Duration.ZERO);
        CommitLease second = open(Duration.ofMillis(skewMillis))) {
      CommitLease.Held held = first.tryAcquire("a", TTL).orElseThrow();
      Optional<CommitLease.Held> other = Optional.empty();
      for (int looks = 0; other.isEmpty(); looks++) {
        assertThat(looks).as("looks until the lease is free").isLessThan(100);
        pass(Duration.ofMillis(100));
        other = second.tryAcquire("b", TTL);
        assertThat(held.isHeld() && other.isPresent()).as("two holders").isFalse();
      }
    }
  }

  @Test
  void leaseOfAHolderWithAWrongClockCountsAsFree() {
    try (CommitLease wrong = open(Duration.ofDays(400));
        CommitLease right = open(Duration.ZERO)) {
      assertThat(wrong.tryAcquire("a", TTL)).isPresent();

      assertThat(right.awaitFree(TTL)).isLessThan(Duration.ofMillis(200));
      assertThat(right.tryAcquire("b", TTL)).isPresent();
    }
  }

  @Test
  @Timeout(60)
  void ofManyThatRaceOneHoldsTheLeaseAtATime() throws Exception {
    int racers = 4;
    int rounds = Boolean.getBoolean("freshet.test.long") ? 100 : 40;
    ExecutorService threads = Executors.newFixedThreadPool(racers);
    Inside inside = new Inside();
    try {
      List<Future<Set<Long>>> runs = new ArrayList<>();
      for (int racer = 0; racer < racers; racer++) {
        String holder = "racer-" + racer;
        runs.add(threads.submit(() -> race(holder, rounds, inside)));
      }
      List<Long> tokens = new ArrayList<>();
      for (Future<Set<Long>> run : runs) {
        tokens.addAll(run.get(50, TimeUnit.SECONDS));
      }
      assertThat(tokens).doesNotHaveDuplicates().hasSize(racers * rounds);
      assertThat(inside.most).isEqualTo(1);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void ofManyThatCreateTheLeaseOneHoldsIt() throws Exception {
    int racers = 4;
    ExecutorService threads = Executors.newFixedThreadPool(racers);
    try {
      for (int round = 0; round < 10; round++) {
        String table = directory.resolve("t" + round + ".lance").toString();
        CyclicBarrier start = new CyclicBarrier(racers);
        List<Future<Boolean>> runs = new ArrayList<>();
        for (int racer = 0; racer < racers; racer++) {
          String holder = "racer-" + racer;
          runs.add(threads.submit(() -> takeAtOnce(table, holder, start)));
        }
        int winners = 0;
        for (Future<Boolean> run : runs) {
          winners += run.get(30, TimeUnit.SECONDS) ? 1 : 0;
        }
        assertThat(winners).as("holders of a new lease").isEqualTo(1);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static boolean takeAtOnce(String table, String holder, CyclicBarrier start)
      throws Exception {
    try (CommitLease lease = new LanceCommitLease(table, Clock.systemUTC(), RULE)) {
      start.await(20, TimeUnit.SECONDS);
      return lease.tryAcquire(holder, TTL).isPresent();
    }
  }

  /** Counts how many hold the lease at the same time. */
  private static final class Inside {
    private int now;
    private int most;

    synchronized void enter() {
      now++;
      most = Math.max(most, now);
    }

    synchronized void leave() {
      now--;
    }
  }

  private Set<Long> race(String holder, int rounds, Inside inside) {
    Set<Long> tokens = new HashSet<>();
    try (CommitLease lease = new LanceCommitLease(table(), Clock.systemUTC(), RULE)) {
      while (tokens.size() < rounds) {
        lease
            .tryAcquire(holder, TTL)
            .ifPresent(
                held -> {
                  inside.enter();
                  tokens.add(held.fencingToken());
                  inside.leave();
                  held.close();
                });
        LockSupport.parkNanos(1_000);
      }
    }
    return tokens;
  }

  @Test
  void writerWaitsWhileTheLeaseIsHeldUpToItsLimit() {
    try (CommitLease lease = open(Duration.ZERO);
        CommitLease writer = open(Duration.ZERO)) {
      CommitLease.Held held = lease.tryAcquire("a", TTL).orElseThrow();

      Duration waited = writer.awaitFree(Duration.ofMinutes(1));
      held.close();

      assertThat(waited).isGreaterThanOrEqualTo(CommitLease.WRITER_WAIT_MAX);
      assertThat(writer.awaitFree(TTL)).isLessThan(CommitLease.WRITER_WAIT_MAX);
    }
  }

  @Test
  void batchWaitsForMaintenanceUpToItsLimitAndThenCommits() {
    Path path = directory.resolve("chunks.lance");
    try (LanceMaintainedTable table = new LanceMaintainedTable(path);
        CommitLease lease = LanceVectorTable.openLease(path)) {
      table.write(5);
      CommitLease.Held held = lease.tryAcquire("a", TTL).orElseThrow();

      WriteOutcome waited = table.replace(Set.of(LanceMaintainedTable.key(1)), Set.of());
      held.close();
      WriteOutcome free = table.replace(Set.of(LanceMaintainedTable.key(2)), Set.of());

      assertThat(((WriteOutcome.Committed) waited).leaseWait())
          .isGreaterThanOrEqualTo(CommitLease.WRITER_WAIT_MAX);
      assertThat(((WriteOutcome.Committed) free).leaseWait())
          .isLessThan(CommitLease.WRITER_WAIT_MAX);
      table.assertIntact("written beside the lease");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"empty", "half", "foreign", "directory", "file"})
  void damagedLeaseIsPutAsideAndMadeAgain(String harm) throws IOException {
    Path path = Path.of(LanceCommitLease.uri(table()));
    try (CommitLease lease = open(Duration.ZERO)) {
      assertThat(lease.tryAcquire("a", TTL)).isPresent();
    }
    Path manifest;
    try (Stream<Path> versions = Files.list(path.resolve("_versions"))) {
      manifest =
          versions
              .filter(each -> each.toString().endsWith(".manifest"))
              .sorted()
              .findFirst()
              .orElseThrow();
    }
    byte[] content = Files.readAllBytes(manifest);
    switch (harm) {
      case "empty" -> Files.write(manifest, new byte[0]);
      case "half" -> Files.write(manifest, Arrays.copyOf(content, content.length / 2));
      case "foreign" -> Files.writeString(manifest, "not a manifest");
      case "directory" -> {
        Files.delete(manifest);
        Files.createDirectory(manifest);
      }
      default -> {
        DirectoryTree.delete(path);
        Files.writeString(path, "not a directory");
      }
    }

    try (CommitLease lease = open(Duration.ZERO)) {
      assertThat(lease.awaitFree(TTL)).isLessThan(CommitLease.WRITER_WAIT_MAX);
      assertThat(lease.tryAcquire("b", TTL)).isPresent();
      assertThat(lease.tryAcquire("c", TTL)).isEmpty();
    }
    assertThat(directory.resolve("t.lease.damaged")).exists();
  }

  @Test
  void leaseOfALaterVersionIsLeftUnchangedAndCountsAsFree() throws IOException {
    Path path = Path.of(LanceCommitLease.uri(table()));
    try (CommitLease lease = open(Duration.ZERO)) {
      lease.tryAcquire("a", TTL).orElseThrow().close();
    }
    new NewerManifest(path).requireOfReaders(1L << 40);
    try (CommitLease lease = open(Duration.ZERO)) {
      List<Path> versions = new NewerManifest(path).versions();

      assertThat(lease.awaitFree(TTL)).isLessThan(CommitLease.WRITER_WAIT_MAX);
      assertThatThrownBy(() -> lease.tryAcquire("b", TTL))
          .hasMessageContaining("only speed depends on the lease");
      assertThat(new NewerManifest(path).versions()).isEqualTo(versions);
    }
  }

  @Test
  void leaseRemovedByHandIsCreatedAgain() throws IOException {
    try (CommitLease lease = open(Duration.ZERO)) {
      lease.tryAcquire("a", TTL).orElseThrow().close();
      DirectoryTree.delete(Path.of(LanceCommitLease.uri(table())));

      assertThat(lease.awaitFree(TTL)).isLessThan(CommitLease.WRITER_WAIT_MAX);
      assertThat(lease.tryAcquire("b", TTL).orElseThrow().fencingToken()).isEqualTo(1);
    }
  }

  private CommitLease open(Duration skew) {
    InstantSource clock = () -> time.get().plus(skew);
    return new LanceCommitLease(table(), clock, RULE);
  }

  private void pass(Duration duration) {
    time.updateAndGet(now -> now.plus(duration));
  }

  private String table() {
    return directory.resolve("t.lance").toString();
  }
}
