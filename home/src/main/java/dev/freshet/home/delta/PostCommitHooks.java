package dev.freshet.home.delta;

import dev.freshet.core.DaemonThreads;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.exceptions.CheckpointAlreadyExistsException;
import io.delta.kernel.hook.PostCommitHook;
import io.delta.kernel.hook.PostCommitHook.PostCommitHookType;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the checkpoint after a commit that Delta asks for, on a thread of its own. It only speeds
 * up later reads: a table without it is correct, so a failure is logged and counted, and the next
 * commit tries again. The checksum that Delta asks for as well is left out, as nothing reads it:
 * see {@link dev.freshet.home.delta.proof.CheckedEngine}.
 *
 * <p>One thread and a bounded queue; if the queue is full, the committing thread does the work
 * itself. Thread-safe.
 */
final class PostCommitHooks implements TableLog.AfterCommit, AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(PostCommitHooks.class);
  private static final int QUEUED_COMMITS = 64;

  private final ThreadPoolExecutor executor;
  private final Duration closeTimeout;
  private final AtomicLong failures = new AtomicLong();

  PostCommitHooks(Duration closeTimeout) {
    this.closeTimeout = closeTimeout;
    this.executor =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(QUEUED_COMMITS),
            DaemonThreads.named("freshet-delta-hooks"),
            (work, pool) -> work.run());
  }

  @Override
  public void submit(Engine engine, String table, long version, List<PostCommitHook> hooks) {
    hooks.stream()
        .filter(hook -> hook.getType() == PostCommitHookType.CHECKPOINT)
        .forEach(hook -> executor.execute(() -> run(engine, table, version, hook)));
  }

  /** Hooks that failed since the start. */
  long failures() {
    return failures.get();
  }

  private void run(Engine engine, String table, long version, PostCommitHook hook) {
    try {
      hook.threadSafeInvoke(engine);
    } catch (CheckpointAlreadyExistsException doneByAnotherWriter) {
      LOGGER.atDebug().addKeyValue("table", table).log("checkpoint already exists");
    } catch (IOException | RuntimeException failed) {
      failures.incrementAndGet();
      LOGGER
          .atWarn()
          .setCause(failed)
          .addKeyValue("table", table)
          .addKeyValue("deltaVersion", version)
          .addKeyValue("task", hook.getType())
          .log("checkpoint after a commit failed, the commit is valid");
    }
  }

  /**
   * Waits for queued hooks, at most the close timeout; then interrupts and logs how many are left.
   */
  @Override
  public void close() {
    executor.shutdown();
    try {
      if (!executor.awaitTermination(closeTimeout.toMillis(), TimeUnit.MILLISECONDS)) {
        int left = executor.shutdownNow().size();
        LOGGER
            .atWarn()
            .addKeyValue("failures", left)
            .addKeyValue("waitMs", closeTimeout.toMillis())
            .log("closed before checkpoints of some commits were written");
      }
    } catch (InterruptedException interrupted) {
      executor.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
