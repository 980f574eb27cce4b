package dev.freshet.maintenance;

import dev.freshet.core.config.HomeLayout;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.maintenance.TableContent;
import dev.freshet.core.maintenance.TableMaintainer;
import dev.freshet.home.content.ContentState;
import dev.freshet.home.content.DamagedContent;
import dev.freshet.home.delta.DeltaTables;
import dev.freshet.home.report.JsonFile;
import dev.freshet.home.report.MaintenanceReport;
import dev.freshet.maintenance.content.ContentCare;
import dev.freshet.maintenance.layer.LayerCare;
import dev.freshet.maintenance.policy.MaintenancePolicy;
import dev.freshet.maintenance.policy.MaintenanceTargets;
import dev.freshet.storage.damage.Damage;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Maintenance of one home by this process, with everything it remembers and reports. The caller
 * holds the home's lock for it. One thread works; {@link #stop} may come from any thread.
 */
final class MaintenanceWork implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(MaintenanceWork.class);

  private final MaintenanceMemory memory;
  private final RunRecorder recorder;
  private final MaintenanceReporter reporter;
  private final Watchdog watchdog;
  private final MaintenancePass pass;
  private final ContentCare content;
  private Optional<TableMaintainer> table = Optional.empty();
  private final CountDownLatch stop = new CountDownLatch(1);

  private MaintenanceWork(
      HomeLayout layout,
      DeltaTables tables,
      MaintenanceTargets targets,
      MaintenanceListener listener,
      InstantSource clock) {
    RunTable runs = new RunTable(tables, layout.maintenanceRuns());
    heal(runs);
    this.memory =
        MaintenanceMemory.open(
            layout.maintenanceMemory(), () -> runs.newestOrAbove(clock.instant()));
    this.recorder = new RunRecorder(memory, runs, clock);
    LayerCare layers = LayerCare.of(layout, clock);
    Map<String, Supplier<Optional<TableContent>>> contents = new HashMap<>(layers.contents());
    contents.put(DamagedContent.VECTORS, () -> table.map(TableMaintainer::content));
    this.content =
        new ContentCare(
            new JsonFile<>(layout.contentState(), ContentState.class),
            contents,
            this::stopped,
            clock);
    this.reporter =
        new MaintenanceReporter(
            MaintenanceReport.file(layout.maintenanceReport()),
            memory,
            recorder,
            content::state,
            listener,
            clock);
    this.watchdog = new Watchdog(listener::hangs);
    this.pass =
        new MaintenancePass(
            new MaintenancePolicy(targets),
            layers,
            memory,
            reporter,
            watchdog,
            this::stopped,
            clock);
  }

  /** Maintenance goes on without its history. */
  private static void heal(RunTable runs) {
    try {
      for (Damage damage : runs.heal()) {
        LOGGER
            .atWarn()
            .addKeyValue("path", damage.file())
            .addKeyValue("reason", damage.reason())
            .addKeyValue("outcome", damage.outcome())
            .log("a file of the home is damaged");
      }
    } catch (RuntimeException e) {
      LOGGER
          .atWarn()
          .addKeyValue("error", e.toString())
          .log("run table cannot be checked, maintenance goes on without it");
    }
  }

  /**
   * Continues from what an earlier process of this home left.
   *
   * @param tables must stay open until this is closed
   * @param listener is told by the thread that works
   */
  static MaintenanceWork open(
      HomeLayout layout,
      DeltaTables tables,
      MaintenanceTargets targets,
      MaintenanceListener listener,
      InstantSource clock) {
    return new MaintenanceWork(layout, tables, targets, listener, clock);
  }

  /**
   * Passes over the table once.
   *
   * @throws dev.freshet.core.error.FreshetException if there is none, or it cannot be observed
   */
  PassResult once(TableMaintainer opened) {
    table = Optional.of(opened);
    try {
      return pass.run(opened);
    } catch (FreshetException e) {
      if (e.code() == ErrorCode.STORE_DAMAGED) {
        content.lookThrough(DamagedContent.VECTORS); // The pipeline heals what is found.
      }
      throw e;
    } finally {
      content.lookIfDue();
    }
  }

  /**
   * Passes over the table again and again until {@link #stop}; waits while there is none.
   *
   * @param store opens the table
   * @param pauses how long to wait instead of a pause of the loop
   * @throws dev.freshet.core.error.FreshetException if this version may not work on the table
   */
  void watch(Supplier<TableMaintainer> store, UnaryOperator<Duration> pauses) {
    new MaintenanceLoop(store, this::once, reporter, pause -> stopsWithin(pauses.apply(pause)))
        .run();
  }

  /** Ends the work after the step that is under way; returns at once. */
  void stop() {
    stop.countDown();
    memory.stopping();
  }

  private boolean stopped() {
    return stop.getCount() == 0;
  }

  private boolean stopsWithin(Duration pause) {
    try {
      return stop.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** Records the runs that are not recorded yet, and reports that the work has stopped. */
  @Override
  public void close() {
    watchdog.close();
    recorder.record();
    reporter.stopped();
  }
}
