package dev.freshet.bench.maintenance;

import dev.freshet.core.lease.CommitLease;
import dev.freshet.lance.LanceVectorTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** How a writer and maintenance keep out of each other's way. Not thread-safe. */
interface Coordination extends AutoCloseable {

  /** For the writer: waits until it may write. */
  void beforeWrite();

  void afterWrite();

  /** For maintenance: whether it may work now. */
  boolean beforeOptimize();

  /** Whether what {@link #beforeOptimize} said still holds. */
  boolean mayOptimize();

  void afterOptimize();

  @Override
  void close();

  /**
   * Two files, as the articles have it: each side looks for the other's, then sets its own, and
   * removes it at the end.
   */
  final class Flags implements Coordination {

    private final Path writing;
    private final Path optimizing;

    Flags(Path directory) {
      this.writing = directory.resolve("writing");
      this.optimizing = directory.resolve("optimizing");
    }

    @Override
    public void beforeWrite() {
      while (Files.exists(optimizing)) {
        LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
      }
      set(writing);
    }

    @Override
    public void afterWrite() {
      clear(writing);
    }

    @Override
    public boolean beforeOptimize() {
      if (Files.exists(writing)) {
        return false;
      }
      set(optimizing);
      return true;
    }

    @Override
    public boolean mayOptimize() {
      return true;
    }

    @Override
    public void afterOptimize() {
      clear(optimizing);
    }

    private static void set(Path flag) {
      try {
        Files.writeString(flag, "set");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void clear(Path flag) {
      try {
        Files.deleteIfExists(flag);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {}
  }

  /** The lease of a vector table: maintenance takes it, the writer waits for it within a bound. */
  final class Leased implements Coordination {

    private static final Duration TTL = Duration.ofSeconds(10);

    private final CommitLease lease;
    private final String holder = Long.toString(ProcessHandle.current().pid());
    private Optional<CommitLease.Held> held = Optional.empty();

    Leased(Path directory) {
      this.lease = LanceVectorTable.openLease(directory.resolve("t.lance"));
      // The first look loads the native library, which is no wait for anybody.
      lease.current();
    }

    @Override
    public void beforeWrite() {
      lease.awaitFree(CommitLease.WRITER_WAIT_MAX);
    }

    @Override
    public void afterWrite() {}

    @Override
    public boolean beforeOptimize() {
      held = lease.tryAcquire(holder, TTL);
      return held.isPresent();
    }

    @Override
    public boolean mayOptimize() {
      return held.filter(CommitLease.Held::isHeld).isPresent();
    }

    @Override
    public void afterOptimize() {
      held.ifPresent(CommitLease.Held::close);
      held = Optional.empty();
    }

    @Override
    public void close() {
      lease.close();
    }
  }
}
