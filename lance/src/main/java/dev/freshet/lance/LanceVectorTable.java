package dev.freshet.lance;

import dev.freshet.core.error.InvalidConfigException;
import dev.freshet.core.lease.CommitLease;
import dev.freshet.core.lease.LeaseRule;
import dev.freshet.core.maintenance.TableMaintainer;
import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.core.vector.VectorTableSpec;
import dev.freshet.core.vector.VectorTableWriter;
import dev.freshet.lance.lease.LanceCommitLease;
import dev.freshet.lance.library.NativeLibrary;
import dev.freshet.lance.maintain.LanceTableMaintainer;
import dev.freshet.lance.search.LanceTableReader;
import dev.freshet.lance.write.LanceTableWriter;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * Opens the vector table at a path: a plain Lance dataset {@code <dir>/<table>.lance} that any
 * Lance client reads.
 *
 * <p>The native library takes its thread count from the environment only: set {@code
 * LANCE_CPU_THREADS} (at least 2) before the process starts, or the library can deadlock on
 * machines with two cores or fewer; a warning is logged when it is missing there. The JVM needs
 * {@code --add-opens=java.base/java.nio=ALL-UNNAMED}.
 *
 * <p>A table without live rows holds one <em>anchor row</em> (id {@code ''}, null vector), which no
 * reader of this package shows: every commit then has a fragment it can conflict on.
 */
public final class LanceVectorTable {

  private LanceVectorTable() {}

  /**
   * Loads the native library, which takes a second, unless that was done before. Every table that
   * is opened does it.
   */
  public static void loadLibrary() {
    NativeLibrary.load();
  }

  /**
   * Opens the table for writing, creates it if it is missing, and fences every older writer.
   *
   * @param table path of the dataset, ending in {@code .lance}
   * @throws InvalidConfigException if the table cannot hold what {@code spec} asks for
   * @throws dev.freshet.core.error.FreshetException with {@code FINGERPRINT_MISMATCH} if the table
   *     was made with another embedding model; with {@code TABLE_TOO_NEW} if a newer Lance has
   *     written it; with {@code STORE_UNAVAILABLE} if storage fails: retry later
   * @throws dev.freshet.core.error.CommitConflictException if other commits came first for longer
   *     than 30 s: retry later
   */
  public static VectorTableWriter openWriter(Path table, VectorTableSpec spec) {
    return LanceTableWriter.open(uri(table), spec);
  }

  /**
   * Opens the table for reading. The reader may be shared by threads and sees new commits by
   * itself. The first search, and the first one after an index was built, waits until the index is
   * read: for a reader that is used once, or in the background.
   *
   * @param table path of the dataset, ending in {@code .lance}
   * @throws dev.freshet.core.error.FreshetException with {@code TABLE_NOT_FOUND} if no writer has
   *     created it yet; with {@code TABLE_TOO_NEW} if this Lance cannot read it
   */
  public static VectorTableReader openReader(Path table) {
    return LanceTableReader.open(uri(table));
  }

  /**
   * Opens the table for searches that people wait for: no search waits for an index to be read.
   * Returns when the indexes are read, which takes about a second per 100 000 rows, or after 10 s.
   * From then on a commit is visible to the next call, unless it brings a new segment of an index:
   * calls stay at the version before while a thread reads that, for 10 s at most. The thread looks
   * for new versions four times a second, so that a version is often ready before the next call.
   * Everything else is as in {@link #openReader}.
   *
   * @param table path of the dataset, ending in {@code .lance}
   * @throws dev.freshet.core.error.FreshetException as {@link #openReader}
   */
  public static VectorTableReader openServingReader(Path table) {
    return LanceTableReader.openServing(uri(table));
  }

  /**
   * Opens the table for maintenance, in a process of its own or beside the writer. The table need
   * not exist yet; until it does, {@link TableMaintainer#observe} fails with {@code
   * TABLE_NOT_FOUND}.
   *
   * @param table path of the dataset, ending in {@code .lance}
   * @param holder the name under which the lease is taken; unique per process, such as host and
   *     process id
   * @throws InvalidConfigException if the path cannot be a vector table's
   */
  public static TableMaintainer openMaintainer(Path table, String holder) {
    return new LanceTableMaintainer(uri(table), openLease(table), holder, InstantSource.system());
  }

  /**
   * Opens the lease of the table. It lies beside the table in {@code <table>.lease} and is created
   * when it is first taken. Writer and maintainer open it themselves.
   *
   * @param table path of the dataset, ending in {@code .lance}
   * @throws InvalidConfigException if the path cannot be a vector table's
   */
  public static CommitLease openLease(Path table) {
    return new LanceCommitLease(uri(table), InstantSource.system(), LeaseRule.DEFAULT);
  }

  private static String uri(Path table) {
    String name = String.valueOf(table.getFileName());
    if (!name.endsWith(".lance") || name.equals(".lance")) {
      throw new InvalidConfigException(
          "Cannot open vector table " + table + ": its name does not end in .lance. Rename it.");
    }
    return table.toAbsolutePath().normalize().toString();
  }
}
