package dev.freshet.home.process;

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
 * Keeps a process running beside this one: starts it, starts it again with growing pauses when it
 * ends, and ends it. Its trouble never becomes this process's trouble: it is logged and counted.
 * The process is given a pipe as its standard input, which breaks when this process dies.
 * Thread-safe.
 */
public final class ProcessSupervisor implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(ProcessSupervisor.class);

  /** How long a process that was asked to end may take until it is killed. */
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
    this.thread = new Thread(this::supervise, "freshet-" + launch.name());
  }

  /** Starts the process. */
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

    /** What it means that the process ended so without being asked to, and what to do. */
    default String inWords(int exitCode) {
      return "exit code " + exitCode;
    }

    /** Whether a process that ended so would end so again. */
    default boolean isFinal(int exitCode) {
      return false;
    }

    /** When it is started again. */
    default RestartPolicy restart() {
      return RestartPolicy.PATIENT;
    }
  }

  /** Told of ends that nobody asked for. */
  @FunctionalInterface
  public interface Ends {

    /**
     * The process has ended.
     *
     * @param how it did, in words
     * @param pause until it is started again
     */
    void ended(String how, Duration pause);
  }

  /** When this process is done with what the other one would disturb. */
  @FunctionalInterface
  public interface Readiness {

    /** Waits, at most so long; returns whether it is. */
    boolean await(Duration timeout) throws InterruptedException;
  }

  /**
   * Begins to supervise.
   *
   * @param ready until then nothing is started
   * @param ends told whenever the process ended without being asked to
   */
  public static ProcessSupervisor start(Launch launch, Readiness ready, Ends ends) {
    ProcessSupervisor supervisor = new ProcessSupervisor(launch, ready, ends);
    supervisor.thread.setDaemon(true);
    supervisor.thread.start();
    return supervisor;
  }

  /** Supervises nothing, where nothing is to be started. */
  public static ProcessSupervisor ofNothing() {
    ProcessSupervisor idle =
        new ProcessSupervisor(
            () -> {
              throw new IOException("nothing is to be started");
            },
            timeout -> false,
            (how, pause) -> {});
    idle.stop();
    return idle;
  }

  private void supervise() {
    try {
      over.complete(untilItIsOver());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      over.complete(STOPPED);
    }
  }

  /** Returns the exit code of a process that would end so again, or that it was stopped. */
  private int untilItIsOver() throws InterruptedException {
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
          .addKeyValue("process", launch.name())
          .addKeyValue("end", end.inWords())
          .addKeyValue("livedMs", lived.toMillis())
          .addKeyValue("failures", failures)
          .addKeyValue("retryMs", pause.toMillis())
          .log("process ended, starting it again");
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
        .addKeyValue("process", launch.name())
        .addKeyValue("pid", process.pid())
        .log("process started");
    return process;
  }

  /** Asks the process to end and starts none any more; returns at once. */
  public synchronized void stop() {
    stop.countDown();
    if (process != null) {
      process.destroy();
    }
  }

  /**
   * Waits until nothing is started any more.
   *
   * @return the exit code of a process that would end so again; 0 if it was stopped
   */
  public int await() throws InterruptedException {
    try {
      return over.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("Supervision failed", e);
    }
  }

  /** Whether nothing is started any more. */
  public boolean isOver() {
    return over.isDone();
  }

  /** The process that runs now; empty between two. */
  public Optional<Long> pid() {
    Process last = last();
    return last == null || !last.isAlive() ? Optional.empty() : Optional.of(last.pid());
  }

  /** Ends the process: kills it if it does not end by itself in time. */
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
            .addKeyValue("process", launch.name())
            .log("process did not end, it is killed");
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
