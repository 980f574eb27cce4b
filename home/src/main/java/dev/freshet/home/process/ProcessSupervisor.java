package dev.freshet.home.process;

import dev.freshet.core.DaemonThreads;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a child process running: starts it, restarts it with growing pauses when it ends, and ends
 * it. Its failures never reach this process; they are logged and counted. The child gets a pipe as
 * its standard input, which breaks when this process dies. Thread-safe.
 */
public final class ProcessSupervisor implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(ProcessSupervisor.class);

  /** A process that was asked to end is killed after this time. */
  private static final Duration END_TIMEOUT = Duration.ofSeconds(5);

  private static final int STOPPED = 0;

  private static final Duration READY_POLL = Duration.ofMillis(200);

  private final Launch launch;
  private final Readiness ready;
  private final Ends ends;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final CompletableFuture<Integer> over = new CompletableFuture<>();
  private final Thread thread;
  private @Nullable Process process;

  private ProcessSupervisor(Launch launch, Readiness ready, Ends ends) {
    this.launch = launch;
    this.ready = ready;
    this.ends = ends;
    this.thread = DaemonThreads.unstarted("freshet-" + launch.name(), this::supervise);
  }

  /** How the process is started, and how its end is judged. */
  @FunctionalInterface
  public interface Launch {

    /**
     * Starts it, with a pipe as standard input.
     *
     * @throws IOException if it cannot be started; tried again later
     */
    Process start() throws IOException;

    /** What the process is called in the log. */
    default String name() {
      return "process";
    }

    /** Explains an exit code that was not asked for, and what to do. */
    default String inWords(int exitCode) {
      return "exit code " + exitCode;
    }

    /** Whether a restarted process would end with this exit code again. */
    default boolean isFinal(int exitCode) {
      return false;
    }

    /** How long to wait before a restart. */
    default RestartPolicy restart() {
      return RestartPolicy.PATIENT;
    }
  }

  /** Is told when the process ended without being asked to. */
  @FunctionalInterface
  public interface Ends {

    /**
     * The process has ended.
     *
     * @param how in words
     * @param pause until it is restarted
     */
    void ended(String how, Duration pause);
  }

  /** Delays the first start, so that the child does not disturb the start of this process. */
  @FunctionalInterface
  public interface Readiness {

    /** Waits until this process is ready, at most for {@code timeout}; returns whether it is. */
    boolean await(Duration timeout) throws InterruptedException;
  }

  /**
   * Begins to supervise.
   *
   * @param ready the process is not started before
   * @param ends is told whenever the process ended without being asked to
   */
  public static ProcessSupervisor start(Launch launch, Readiness ready, Ends ends) {
    ProcessSupervisor supervisor = new ProcessSupervisor(launch, ready, ends);
    supervisor.thread.start();
    return supervisor;
  }

  /** A supervisor without a process. */
  public static ProcessSupervisor ofNothing() {
    ProcessSupervisor idle =
        new ProcessSupervisor(
            () -> {
              throw new IOException("there is no process to start");
            },
            timeout -> false,
            (how, pause) -> {});
    idle.stop();
    return idle;
  }

  private void supervise() {
    try {
      over.complete(runUntilOver());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      over.complete(STOPPED);
    }
  }

  /** Returns the final exit code of the process, or {@link #STOPPED}. */
  private int runUntilOver() throws InterruptedException {
    while (!ready.await(READY_POLL)) {
      if (stopsWithin(Duration.ZERO)) {
        return STOPPED;
      }
    }
    int failures = 0;
    Duration pause = Duration.ZERO;
    while (!stopsWithin(pause)) {
      long started = System.nanoTime();
      End end = runOnce();
      if (stopsWithin(Duration.ZERO)) {
        return STOPPED;
      }
      if (end.isFinal()) {
        return end.exitCode();
      }
      Duration lived = Duration.ofNanos(System.nanoTime() - started);
      failures = launch.restart().failures(failures, lived);
      pause = launch.restart().pause(failures);
      ends.ended(end.inWords(), pause);
      LOGGER
          .atWarn()
          .addKeyValue("task", launch.name())
          .addKeyValue("reason", end.inWords())
          .addKeyValue("durationMs", lived.toMillis())
          .addKeyValue("failures", failures)
          .addKeyValue("waitMs", pause.toMillis())
          .log("process ended, it will be restarted");
    }
    return STOPPED;
  }

  /** How the process ended. */
  private record End(String inWords, int exitCode, boolean isFinal) {}

  private boolean stopsWithin(Duration pause) throws InterruptedException {
    return stop.await(pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  private End runOnce() throws InterruptedException {
    Process started;
    try {
      started = startUnlessStopped();
    } catch (IOException e) {
      return new End("not started: " + e, STOPPED, false);
    }
    if (started == null) {
      return new End("stopped", STOPPED, false);
    }
    int exitCode = started.waitFor();
    return new End(launch.inWords(exitCode), exitCode, launch.isFinal(exitCode));
  }

  private synchronized @Nullable Process startUnlessStopped() throws IOException {
    if (stop.getCount() == 0) {
      return null;
    }
    process = launch.start();
    LOGGER
        .atInfo()
        .addKeyValue("task", launch.name())
        .addKeyValue("pid", process.pid())
        .log("process started");
    return process;
  }

  /** Asks the process to end and does not restart it; returns at once. */
  public synchronized void stop() {
    stop.countDown();
    if (process != null) {
      process.destroy();
    }
  }

  /**
   * Waits until the process has ended and will not be restarted.
   *
   * @return its exit code if that {@link Launch#isFinal is final}; 0 if it was stopped
   */
  public int await() throws InterruptedException {
    try {
      return over.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("Supervision failed", e);
    }
  }

  /** Whether the process has ended and will not be restarted. */
  public boolean isOver() {
    return over.isDone();
  }

  /** The pid of the process that runs now; empty while none does. */
  public Optional<Long> pid() {
    Process last = last();
    return last == null || !last.isAlive() ? Optional.empty() : Optional.of(last.pid());
  }

  /** Ends the process; kills it if it has not ended after five seconds. */
  @Override
  public void close() {
    close(END_TIMEOUT);
  }

  void close(Duration limit) {
    stop();
    Process last = last();
    if (last == null) {
      return;
    }
    try {
      if (!last.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        LOGGER
            .atInfo()
            .addKeyValue("task", launch.name())
            .log("process did not end in time, it is killed");
        last.destroyForcibly();
      }
    } catch (InterruptedException e) {
      last.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private synchronized @Nullable Process last() {
    return process;
  }
}
