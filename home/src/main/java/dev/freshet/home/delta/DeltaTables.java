package dev.freshet.home.delta;

import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.home.delta.proof.CheckedEngine;
import dev.freshet.home.delta.proof.LayerProof;
import dev.freshet.storage.hadoop.LocalFs;
import io.delta.kernel.engine.Engine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * Opens Delta tables and owns what they share: access to storage through Delta Kernel, and the
 * thread that writes checkpoints after commits.
 *
 * <p>Thread-safe. Close it last: closing waits for that thread, at most ten seconds. If the process
 * is killed instead, the next open only takes longer.
 */
public final class DeltaTables implements AutoCloseable {

  /**
   * Up to so many rows the calling thread is the faster writer. Sending rows to executors costs
   * more than encoding them: on two cores 100 000 narrow rows took 0.3 s here and 1 s through
   * Spark.
   */
  public static final int LOCAL_ROWS_MAX = 100_000;

  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

  private final Engine engine;
  private final PostCommitHooks hooks;
  private final int localRowsMax;
  private final @Nullable Function<TableSchema, DataFileWriter> large;

  DeltaTables(
      Configuration hadoop,
      PostCommitHooks hooks,
      int localRowsMax,
      @Nullable Function<TableSchema, DataFileWriter> large) {
    this.engine = new CheckedEngine(hadoop);
    this.hooks = hooks;
    this.localRowsMax = localRowsMax;
    this.large = large;
  }

  /** As {@link #local(Configuration)}, with local files reached without process forks. */
  public static DeltaTables local() {
    return local(LocalFs.configuration());
  }

  /**
   * Tables that never need Spark: every batch is written by the calling thread.
   *
   * @param hadoop settings of the file systems the tables live on; on {@code file:} use an atomic
   *     rename, stock Hadoop's lets concurrent writers overwrite each other's commits
   */
  public static DeltaTables local(Configuration hadoop) {
    return new DeltaTables(hadoop, new PostCommitHooks(CLOSE_TIMEOUT), Integer.MAX_VALUE, null);
  }

  /**
   * Tables whose large batches are written elsewhere, such as by Spark's executors.
   *
   * @param hadoop as in {@link #local}
   * @param large makes the writer of large batches for a table
   * @param localRowsMax batches with more rows than this are large, such as {@link #LOCAL_ROWS_MAX}
   */
  public static DeltaTables distributed(
      Configuration hadoop, Function<TableSchema, DataFileWriter> large, int localRowsMax) {
    return new DeltaTables(hadoop, new PostCommitHooks(CLOSE_TIMEOUT), localRowsMax, large);
  }

  /**
   * A table, whether it exists yet or not. Touches nothing.
   *
   * @param path absolute path or URI of the table's directory
   * @param schema its columns; an existing table must have them
   */
  public DeltaTable table(String path, TableSchema schema) {
    String resolved = resolve(path);
    TableLog log = new TableLog(engine, resolved, schema, hooks);
    return new DeltaTable(resolved, engine, log, writers(schema));
  }

  /**
   * Proves a table whose rows are not of interest. Touches nothing.
   *
   * @param name of the table, for messages
   * @param path of a local directory, whether it exists or not
   */
  public LayerProof proof(String name, Path path) {
    return new LayerProof(name, path, engine);
  }

  /** Checkpoints and checksums that could not be written; each costs later reads some time. */
  public long hookFailures() {
    return hooks.failures();
  }

  private IntFunction<DataFileWriter> writers(TableSchema schema) {
    DataFileWriter local = new LocalDataFileWriter(engine, schema);
    if (large == null) {
      return rows -> local;
    }
    DataFileWriter distributed = large.apply(schema);
    return rows -> rows <= localRowsMax ? local : distributed;
  }

  private String resolve(String path) {
    try {
      return engine.getFileSystemClient().resolvePath(path);
    } catch (IOException unreachable) {
      throw new FreshetException(
          ErrorCode.STORE_UNAVAILABLE,
          "Cannot open table at %s: %s. Check the path and that its storage answers."
              .formatted(path, unreachable.getMessage()),
          unreachable);
    }
  }

  @Override
  public void close() {
    hooks.close();
  }
}
