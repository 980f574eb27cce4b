package dev.freshet.lance.lease;

import dev.freshet.core.lease.CommitLease;
import dev.freshet.core.lease.LeaseRule;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that takes a lease again and again and reports each fencing token. While it holds the
 * lease it also holds a lock of the operating system, which shows if another process is inside.
 */
final class RacingHolder {

  static final LeaseRule RULE = new LeaseRule(Duration.ofSeconds(1), Duration.ofMillis(300));
  static final Duration TTL = Duration.ofSeconds(1);
  static final String TWO_HOLDERS = "two holders";

  private RacingHolder() {}

  /**
   * Takes the lease a number of times.
   *
   * @param arguments table, holder, number of times, and {@code keep} to hold the lease at the end
   *     until the process is killed
   */
  public static void main(String[] arguments) throws IOException {
    String table = arguments[0];
    int left = Integer.parseInt(arguments[2]);
    try (FileChannel witness =
            FileChannel.open(
                Path.of(table + ".witness"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        CommitLease lease = new LanceCommitLease(table, InstantSource.system(), RULE)) {
      while (left > 0) {
        Optional<CommitLease.Held> held = lease.tryAcquire(arguments[1], TTL);
        if (held.isPresent()) {
          left--;
          report(witness, held.get());
          if (left == 0 && arguments.length > 3) {
            keep(held.get());
          }
          held.get().close();
        }
        LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(100));
      }
    }
  }

  private static void report(FileChannel witness, CommitLease.Held held) throws IOException {
    try (FileLock lock = witness.tryLock()) {
      // A holder that was suspended for longer than its lease knows that it has lost it.
      System.out.println(lock == null && held.isHeld() ? TWO_HOLDERS : held.fencingToken());
    }
  }

  /** Renews the lease until the process is killed. */
  private static void keep(CommitLease.Held held) {
    while (held.renew()) {
      System.out.println("renewed");
      LockSupport.parkNanos(TTL.toNanos() / 4);
    }
  }
}
