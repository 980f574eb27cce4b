package dev.freshet.maintenance;

import dev.freshet.core.config.HomeLayout;
import dev.freshet.core.maintenance.IndexGoals;
import dev.freshet.core.maintenance.TableMaintainer;
import dev.freshet.home.HomeLock;
import dev.freshet.home.delta.DeltaTables;
import dev.freshet.home.process.Owned;
import dev.freshet.maintenance.policy.MaintenanceTargets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Maintenance of the vector table of a home: compaction, index, clean-up, in a process of its own
 * beside the pipeline. If it fails or is killed, the table stays correct and can be written.
 *
 * <p>One process per home maintains: a second one is refused. {@link #stop} may come from any
 * thread; the other methods are not thread-safe.
 */
public final class VectorMaintenance {

  private final HomeLayout layout;
  private final Supplier<TableMaintainer> store;
  private final MaintenanceListener listener;
  private final MaintenanceTargets targets;
  private final UnaryOperator<Duration> pauses;
  private final InstantSource clock = InstantSource.system();
  private boolean stopped;
  private @Nullable MaintenanceWork work;

  /**
   * Maintenance that has not started.
   *
   * @param store opens the vector table; called again after the table was lost
   * @param indexes which indexes the table is to have
   * @param listener is told by the thread that works
   */
  public VectorMaintenance(
      HomeLayout layout,
      Supplier<TableMaintainer> store,
      IndexGoals indexes,
      MaintenanceListener listener) {
    this(layout, store, indexes, listener, UnaryOperator.identity());
  }

  /**
   * As the public constructor.
   *
   * @param pauses how long to wait instead of a pause of the loop
   */
  VectorMaintenance(
      HomeLayout layout,
      Supplier<TableMaintainer> store,
      IndexGoals indexes,
      MaintenanceListener listener,
      UnaryOperator<Duration> pauses) {
    this.layout = layout;
    this.targets = MaintenanceTargets.defaults().with(indexes);
    this.store = store;
    this.listener = listener;
    this.pauses = pauses;
  }

  /**
   * What is due now. Changes nothing, and works while another process maintains.
   *
   * @param explain whether to explain; for that the table is measured if it never was
   * @throws dev.freshet.core.error.FreshetException with {@code TABLE_NOT_FOUND} if there is none
   */
  public MaintenanceOutlook look(boolean explain) {
    try (TableMaintainer table = store.get()) {
      return MaintenanceOutlook.of(layout, table, targets, explain, clock);
    }
  }

  /**
   * Runs once every step that is due; after a step that fails the next one runs.
   *
   * @throws dev.freshet.core.error.FreshetException with {@code TABLE_NOT_FOUND} if there is no
   *     table; with {@code ALREADY_RUNNING} if another process maintains it
   */
  public PassResult once() {
    return withWork(
        working -> {
          try (TableMaintainer table = store.get()) {
            return working.once(table);
          }
        });
  }

  /**
   * Maintains until {@link #stop}. Waits while there is no table and while storage does not answer.
   *
   * @throws dev.freshet.core.error.FreshetException if another process maintains the table, or this
   *     version may not work on it
   */
  public void watch() {
    withWork(
        working -> {
          working.watch(store, pauses);
          return true;
        });
  }

  private <T> T withWork(Function<MaintenanceWork, T> task) {
    try (Owned owned = new Owned()) {
      owned.own(HomeLock.OPTIMIZE.acquire(layout.home()));
      DeltaTables tables = owned.own(DeltaTables.local());
      MaintenanceWork opened =
          owned.own(MaintenanceWork.open(layout, tables, targets, listener, clock));
      begun(opened);
      return task.apply(opened);
    }
  }

  private synchronized void begun(MaintenanceWork opened) {
    work = opened;
    if (stopped) {
      opened.stop();
    }
  }

  /** Ends {@link #watch} and {@link #once} after the step that is under way; returns at once. */
  public synchronized void stop() {
    stopped = true;
    if (work != null) {
      work.stop();
    }
  }
}
