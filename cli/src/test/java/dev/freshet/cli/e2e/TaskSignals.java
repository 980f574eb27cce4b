package dev.freshet.cli.e2e;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Files by which tasks in other processes report to a test, and wait for it: {@code
 * <kind>-<pid>-<task>.begun}, then {@code .done}; between the two a task waits while {@code
 * <kind>.hold} is there.
 *
 * @param directory as text, to be sent with a task
 */
record TaskSignals(String directory) implements Serializable {

  private static final Duration HOLD_LIMIT = Duration.ofMinutes(3);
  private static final Duration POLL = Duration.ofMillis(10);

  enum Kind {
    EMBED,
    STAGE
  }

  /** Does {@code work} as a task of {@code kind}. */
  <T> T during(Kind kind, Supplier<T> work) {
    String task = kind + "-" + ProcessHandle.current().pid() + "-" + UUID.randomUUID();
    touch(task + ".begun");
    long deadline = System.nanoTime() + HOLD_LIMIT.toNanos();
    while (Files.exists(holdOf(kind))) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("the test did not release " + task);
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
    T result = work.get();
    touch(task + ".done");
    return result;
  }

  void hold(Kind kind) {
    touch(holdOf(kind).getFileName().toString());
  }

  void release(Kind kind) throws IOException {
    Files.delete(holdOf(kind));
  }

  /** Processes that began a task, one entry a task. */
  List<Long> begun(Kind kind) {
    return pids(kind, ".begun");
  }

  /** Processes that ended a task, one entry a task. */
  List<Long> done(Kind kind) {
    return pids(kind, ".done");
  }

  private List<Long> pids(Kind kind, String end) {
    try (Stream<Path> files = Files.list(Path.of(directory))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith(kind + "-") && name.endsWith(end))
          .map(name -> Long.valueOf(name.split("-")[1]))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path holdOf(Kind kind) {
    return Path.of(directory, kind + ".hold");
  }

  private void touch(String name) {
    try {
      Files.createFile(Path.of(directory, name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
