package dev.freshet.bench.maintenance;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that pretends to write or to maintain, over and over, and says what it met: a line
 * {@code <what> <millis it had to wait>} for each turn, where {@code what} is {@code alone}, {@code
 * same} if another of its kind was inside as well, or {@code other} if one of the other kind was.
 * Locks of the operating system, which end with their process, are the witnesses.
 */
final class LockParty {

  /** Said when a turn begins. */
  static final String INSIDE = "inside";

  private LockParty() {}

  /**
   * @param arguments {@code flag} or {@code lease}, {@code writer} or {@code optimize}, the
   *     directory, milliseconds a turn takes, milliseconds between turns
   */
  public static void main(String[] arguments) throws IOException {
    // A flag may hold a writer up for ever: nobody outlives the scenario.
    ProcessHandle.current()
        .parent()
        .ifPresent(parent -> parent.onExit().thenRun(() -> Runtime.getRuntime().halt(1)));
    Path directory = Path.of(arguments[2]);
    boolean writes = arguments[1].equals("writer");
    try (Coordination coordination =
            arguments[0].equals("flag")
                ? new Coordination.Flags(directory)
                : new Coordination.Leased(directory);
        FileChannel mine = witness(directory.resolve(writes ? "writer" : "optimize"));
        FileChannel others = witness(directory.resolve(writes ? "optimize" : "writer"))) {
      Party party = new Party(coordination, mine, others, Long.parseLong(arguments[3]));
      Random random = new Random();
      long pause = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(arguments[4]));
      while (!Thread.interrupted()) {
        if (writes) {
          party.write();
        } else {
          party.optimize();
        }
        LockSupport.parkNanos(pause / 2 + (long) (random.nextDouble() * pause));
      }
    }
  }

  private static FileChannel witness(Path file) throws IOException {
    return FileChannel.open(
        file.resolveSibling(file.getFileName() + ".witness"),
        StandardOpenOption.CREATE,
        StandardOpenOption.WRITE);
  }

  private record Party(
      Coordination coordination, FileChannel mine, FileChannel others, long turnMillis) {

    void write() throws IOException {
      long asked = System.nanoTime();
      coordination.beforeWrite();
      work(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - asked));
      coordination.afterWrite();
    }

    void optimize() throws IOException {
      if (coordination.beforeOptimize()) {
        work(0);
        coordination.afterOptimize();
      }
    }

    private void work(long waited) throws IOException {
      try (FileLock inside = mine.tryLock()) {
        String met = inside == null && coordination.mayOptimize() ? "same" : "alone";
        if (met.equals("alone") && othersInside()) {
          met = "other";
        }
        System.out.println(INSIDE);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(turnMillis));
        System.out.println(met + " " + waited);
      }
    }

    private boolean othersInside() throws IOException {
      try (FileLock free = others.tryLock()) {
        return free == null;
      }
    }
  }
}
