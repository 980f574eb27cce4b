package dev.freshet.lance.maintain;

import dev.freshet.core.error.FreshetException;
import dev.freshet.core.lease.CommitLease;
import dev.freshet.core.maintenance.MaintenanceStep;
import dev.freshet.core.maintenance.Measured;
import dev.freshet.core.maintenance.Probe;
import dev.freshet.core.maintenance.StepOutcome;
import dev.freshet.core.maintenance.TableContent;
import dev.freshet.core.maintenance.TableMaintainer;
import dev.freshet.core.maintenance.TableShape;
import dev.freshet.lance.index.FirstUse;
import dev.freshet.lance.index.IndexProof;
import dev.freshet.lance.index.SearchSettings;
import dev.freshet.lance.index.VectorIndex;
import dev.freshet.lance.table.LanceErrors;
import dev.freshet.lance.table.LanceTable;
import dev.freshet.lance.table.TableFormat;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Maintains a Lance table. It opens a handle once the table exists, and a new one when another
 * table has replaced it. Not thread-safe.
 */
public final class LanceTableMaintainer implements TableMaintainer {

  private static final Logger LOGGER = LoggerFactory.getLogger(LanceTableMaintainer.class);

  private final String uri;
  private final CommitLease lease;
  private final InstantSource clock;
  private final FragmentRewriter rewriter;
  private final SearchTuner tuner;
  private @Nullable Handle handle;
  private boolean closed;

  /**
   * @param uri the absolute path of the table
   * @param lease closed with the maintainer
   * @param holder the name under which the lease is taken
   * @param clock the time of this process
   */
  public LanceTableMaintainer(String uri, CommitLease lease, String holder, InstantSource clock) {
    this.uri = uri;
    this.lease = lease;
    this.clock = clock;
    this.rewriter = new FragmentRewriter(lease, holder);
    this.tuner = new SearchTuner(clock);
  }

  /** One open table, and what is known of its versions. */
  private static final class Handle {
    private final LanceTable table;
    private final TableObserver observer;
    private final IndexSteps index;
    private final IndexProof indexes;
    private final FirstUse use;
    private final VersionRemoval removal;
    private final SearchSettings search = new SearchSettings();

    Handle(LanceTable table, InstantSource clock) {
      VersionSpan versions = new VersionSpan(table.uri());
      this.table = table;
      this.indexes = new IndexProof(table.uri());
      this.use = new FirstUse(table.uri());
      this.observer = new TableObserver(versions, search, clock);
      this.index = new IndexSteps(observer);
      this.removal = new VersionRemoval(versions);
    }

    TableShape observe() {
      return observer.observe(table, table.refresh());
    }
  }

  @Override
  public TableShape observe() {
    return guarded("observe", () -> opened().observe());
  }

  @Override
  public StepOutcome run(MaintenanceStep step) {
    return guarded("take the step " + step.kind().label() + " on", () -> attempt(step));
  }

  private StepOutcome attempt(MaintenanceStep step) throws Exception {
    Handle open = opened();
    try {
      StepOutcome outcome = noted(open, step);
      open.table.refresh();
      open.table.recordContent();
      open.indexes.damaged(open.table.dataset()); // Records the checksums of what was built.
      return outcome;
    } catch (Exception e) {
      if (!LanceErrors.isConflict(e)) {
        throw e;
      }
      LOGGER
          .atDebug()
          .addKeyValue("table", uri)
          .addKeyValue("step", step.kind().label())
          .addKeyValue("error", LanceErrors.firstLine(e))
          .log("maintenance step conflicted with another commit");
      return new StepOutcome.Conflict(open.table.refresh().version(), 1, Duration.ZERO);
    }
  }

  /** Steps that read the vector index note it: damage of it may end the process. */
  private StepOutcome noted(Handle open, MaintenanceStep step) throws Exception {
    return switch (step.kind()) {
      case EXTEND_INDEX, MERGE_SEGMENTS, TUNE_SEARCH ->
          open.use.ofStep(open.table.dataset(), VectorIndex.NAME, () -> dispatch(open, step));
      default -> dispatch(open, step);
    };
  }

  private StepOutcome dispatch(Handle open, MaintenanceStep step) throws Exception {
    return switch (step.kind()) {
      case COMPACT_TAIL ->
          rewriter.compact(open.table, ((MaintenanceStep.CompactTail) step).fragments());
      case COMPACT_FRAGMENTS ->
          rewriter.compact(open.table, ((MaintenanceStep.CompactFragments) step).fragments());
      case REWRITE_FRAGMENT ->
          rewriter.dropDeletedRows(open.table, ((MaintenanceStep.RewriteFragment) step).fragment());
      case BUILD_INDEX -> open.index.build(open.table, ((MaintenanceStep.BuildIndex) step).type());
      case RETRAIN_INDEX ->
          open.index.retrain(open.table, ((MaintenanceStep.RetrainIndex) step).type());
      case EXTEND_INDEX -> open.index.extend(open.table);
      case MERGE_SEGMENTS ->
          open.index.merge(open.table, ((MaintenanceStep.MergeSegments) step).segments());
      case REMOVE_VERSIONS ->
          open.removal.remove(open.table, ((MaintenanceStep.RemoveVersions) step).before());
      case TUNE_SEARCH -> tuner.tune(open.table, (MaintenanceStep.TuneSearch) step);
      case BUILD_COLUMN_INDEX ->
          open.index.buildColumn(open.table, ((MaintenanceStep.BuildColumnIndex) step).index());
      case COMPACT_LAYER, CHECKPOINT_LAYER, CLEAN_LAYER ->
          throw new IllegalArgumentException("Not a step of the vector table: " + step);
    };
  }

  @Override
  public Measured measure(Probe probe) {
    return guarded(
        "measure",
        () -> {
          Handle open = opened();
          TableShape shape = open.observe();
          return new SearchProbe(open.table, probe, shape, open.search.parameters(open.table))
              .measure(clock.instant());
        });
  }

  @Override
  public TableContent content() {
    return LanceTable.content(uri); // A table that cannot be opened can be read again all the same.
  }

  /**
   * The table at its newest version. If its versions are lower than before, it is another table.
   */
  private Handle opened() throws IOException {
    if (closed) {
      throw new IllegalStateException("The maintainer of " + uri + " is closed");
    }
    if (handle != null
        && handle.table.dataset().latestVersion() < handle.table.dataset().version()) {
      forget();
    }
    if (handle == null) {
      LanceTable table = LanceTable.open(uri);
      try {
        table.requireNewest(); // A commit now would hide from `run` what is lost.
      } catch (FreshetException e) {
        table.close();
        throw e;
      }
      handle = new Handle(table, clock);
    }
    TableFormat.requireWritable(uri);
    handle.table.refresh();
    handle.indexes.drop(handle.table);
    return handle;
  }

  /**
   * Turns a failure of the native library into an error with the table. A handle that failed is not
   * used again. If the table was removed or cannot be opened any more, that is the error.
   */
  private <T> T guarded(String action, Callable<T> body) {
    try {
      return body.call();
    } catch (IllegalStateException e) {
      throw e;
    } catch (Exception e) {
      if (handle != null) {
        forget();
        requirePresent();
      }
      if (e instanceof FreshetException known) {
        throw known;
      }
      throw LanceErrors.failure(action, uri, e);
    }
  }

  private void requirePresent() {
    try {
      LanceTable.open(uri).close();
    } catch (FreshetException e) {
      if (!e.code().retryable()) {
        throw e;
      }
    }
  }

  private void forget() {
    if (handle != null) {
      handle.table.close();
      handle = null;
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      forget();
      lease.close();
    }
  }
}
