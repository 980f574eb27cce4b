package dev.freshet.home.delta.upkeep;

import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.maintenance.StepOutcome;
import dev.freshet.core.maintenance.TableContent;
import dev.freshet.home.delta.proof.CheckedEngine;
import dev.freshet.home.delta.proof.LayerProof;
import dev.freshet.storage.hadoop.LocalFs;
import io.delta.kernel.Snapshot;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.exceptions.CheckpointAlreadyExistsException;
import io.delta.kernel.exceptions.KernelException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Keeps one Delta table of a home small, beside its writer and its readers. Every step leaves the
 * rows, their order within a file and the transaction ids as they are, and may be killed at any
 * point. A table whose log is damaged is refused with {@code STORE_DAMAGED}. Not thread-safe; two
 * of them for the same table are safe and waste work.
 */
public final class LayerUpkeep {

  private final Engine engine = new CheckedEngine(LocalFs.configuration());
  private final LayerLog log;
  private final LayerProof proof;
  private final InstantSource clock;

  /**
   * Upkeep of a table, whether it exists yet or not. Touches nothing.
   *
   * @param name of the table, for messages
   * @param directory where it is
   * @param clock tells how old files are
   */
  public LayerUpkeep(String name, Path directory, InstantSource clock) {
    this.log = new LayerLog(engine, name, directory.toAbsolutePath(), clock);
    this.proof = new LayerProof(name, directory.toAbsolutePath(), engine);
    this.clock = clock;
  }

  /** What the table consists of now; empty while it does not exist. Opens no data file. */
  public Optional<LayerShape> observe() {
    return guarded(
        "observe",
        () -> {
          Optional<Snapshot> head = log.newest();
          return head.isEmpty()
              ? Optional.empty()
              : Optional.of(log.shape(head.get(), LiveFiles.of(engine, head.get())));
        });
  }

  /**
   * Joins the oldest data files of a tier in one commit.
   *
   * @param tier as {@link LayerShape.DataFile#tier}
   * @param filesMax at most so many
   * @throws FreshetException with {@code STORE_DAMAGED} if the files do not have the rows that the
   *     log says; with {@code STORE_UNAVAILABLE} if the store failed: observe and plan again
   */
  public StepOutcome compact(int tier, int filesMax) {
    return guarded(
        "join files of", () -> new Compaction(engine, log, clock).run(existing(), tier, filesMax));
  }

  /** Writes a checkpoint of the newest version. */
  public StepOutcome checkpoint() {
    return guarded(
        "write a checkpoint of",
        () -> {
          Snapshot head = existing();
          try {
            head.writeCheckpoint(engine);
          } catch (CheckpointAlreadyExistsException done) {
            return new StepOutcome.Nothing(head.getVersion(), "The checkpoint is there");
          }
          return new StepOutcome.Done(head.getVersion(), 1, 0, 0, Duration.ZERO);
        });
  }

  /**
   * Removes log entries and data files that no reader needs any more.
   *
   * @param entriesMax at most so many log entries
   */
  public StepOutcome clean(long entriesMax) {
    return guarded(
        "clean up", () -> new LayerCleanup(engine, log, clock).run(existing(), entriesMax));
  }

  /** The data files of the newest version, to be read again; empty while there is no table. */
  public Optional<TableContent> content() {
    return guarded("list the files of", proof::content);
  }

  private Snapshot existing() {
    return log.newest()
        .orElseThrow(
            () ->
                new FreshetException(
                    ErrorCode.TABLE_NOT_FOUND,
                    "Cannot maintain %s: it does not exist. It is created by the first batch."
                        .formatted(log)));
  }

  private <T> T guarded(String doing, Work<T> work) {
    try {
      // What a damaged log does not say would count as removed.
      proof.requireLog();
      return work.run();
    } catch (IOException | UncheckedIOException | KernelException failed) {
      throw new FreshetException(
          ErrorCode.STORE_UNAVAILABLE,
          "Cannot %s %s: %s. The table is as before; maintenance tries again by itself."
              .formatted(doing, log, failed.getMessage()),
          failed);
    }
  }

  /** Work on the table that may fail. */
  private interface Work<T> {
    T run() throws IOException;
  }
}
