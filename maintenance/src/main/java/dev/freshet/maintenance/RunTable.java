package dev.freshet.maintenance;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.maintenance.MaintenanceRun;
import dev.freshet.home.delta.Column;
import dev.freshet.home.delta.ColumnType;
import dev.freshet.home.delta.DeltaTable;
import dev.freshet.home.delta.DeltaTables;
import dev.freshet.home.delta.TableSchema;
import dev.freshet.storage.damage.Damage;
import dev.freshet.storage.damage.DamagedPart;
import dev.freshet.storage.damage.SetAside;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The history of maintenance: a Delta table with a row per run. It is for people and reports;
 * decisions are made from {@link MaintenanceMemory}.
 *
 * <p>Idempotent: the number of the newest run of an append is the version of its Delta transaction,
 * so a run is in the table once, at whatever point a process dies.
 */
final class RunTable {

  private static final Logger LOGGER = LoggerFactory.getLogger(RunTable.class);

  /** The stream id of the Delta transactions. */
  private static final String STREAM = "maintenance";

  static final TableSchema SCHEMA =
      TableSchema.unsequenced(
          "maintenance",
          List.of(
              Column.required("run", ColumnType.LONG, "Number of the run, from 1."),
              Column.required("step", ColumnType.STRING, "Kind of step."),
              Column.required("reason", ColumnType.STRING, "Why it was planned."),
              Column.required("started_at", ColumnType.TIMESTAMP, "When it began."),
              Column.required(
                  "took_ms", ColumnType.LONG, "How long it took, waiting for the lease included."),
              Column.required("result", ColumnType.STRING, "How it ended."),
              Column.required(
                  "version_before", ColumnType.LONG, "Table version it was planned for."),
              Column.required("version_after", ColumnType.LONG, "Table version afterwards."),
              Column.required(
                  "rows", ColumnType.LONG, "Rows written or indexed, versions removed."),
              Column.required("reclaimed_bytes", ColumnType.LONG, "Bytes given back to storage."),
              Column.required("conflicts", ColumnType.LONG, "Commits that lost to a writer."),
              Column.required(
                  "lease_wait_ms", ColumnType.LONG, "Time spent waiting for the lease."),
              Column.optional("error", ColumnType.STRING, "The message if it failed.")));

  private final DeltaTable table;

  private final Path path;

  /** The table, whether it exists yet or not. Touches nothing. */
  RunTable(DeltaTables tables, Path path) {
    this.table = tables.table(path.toString(), SCHEMA);
    this.path = path;
  }

  /**
   * Cuts a damaged table back, or puts it aside as a whole: maintenance goes on without its
   * history. Nothing else may write the table.
   *
   * @return what was damaged
   */
  List<Damage> heal() {
    try {
      List<Damage> healed = table.cutBack();
      table.refilled();
      return healed;
    } catch (FreshetException damaged) {
      if (damaged.code() != ErrorCode.STORE_DAMAGED) {
        throw damaged;
      }
      try {
        Path aside = SetAside.rename(path);
        return List.of(
            new Damage(
                DamagedPart.LAYER,
                path.toString(),
                String.valueOf(damaged.getMessage()),
                "The table is now %s. The history of maintenance begins again.".formatted(aside)));
      } catch (IOException failed) {
        damaged.addSuppressed(failed);
        throw damaged;
      }
    }
  }

  /** Number of the newest run that was appended; 0 before the first. */
  long newest() {
    return table.lastCommitted(STREAM).orElse(0);
  }

  /**
   * As {@link #newest}; if the table cannot be read, the milliseconds of {@code now}. No count of
   * runs reaches that number, so runs numbered from there can be appended later.
   */
  long newestOrAbove(Instant now) {
    try {
      return newest();
    } catch (RuntimeException e) {
      LOGGER
          .atWarn()
          .addKeyValue("error", e.toString())
          .log("run table cannot be read, maintenance runs are numbered by the clock");
      return now.toEpochMilli();
    }
  }

  /**
   * Appends the runs that are not there yet.
   *
   * @param runs oldest first
   * @throws dev.freshet.core.error.FreshetException as {@link DeltaTable#append}: repeat
   */
  void append(List<RunLog.Numbered> runs) {
    long there = newest();
    List<@Nullable Object[]> rows = new ArrayList<>();
    long last = there;
    for (RunLog.Numbered each : runs) {
      if (each.number() > there) {
        rows.add(row(each.number(), each.run()));
        last = each.number();
      }
    }
    if (!rows.isEmpty()) {
      table.append(new BatchIdentity(STREAM, last), rows);
    }
  }

  private static @Nullable Object[] row(long number, MaintenanceRun run) {
    return new @Nullable Object[] {
      number,
      run.step().kind().label(),
      run.reason(),
      run.started(),
      run.took().toMillis(),
      run.result().name().toLowerCase(Locale.ROOT),
      run.versionBefore(),
      run.versionAfter(),
      run.figures().rows(),
      run.figures().reclaimedBytes(),
      (long) run.figures().conflicts(),
      run.figures().leaseWait().toMillis(),
      run.error()
    };
  }
}
