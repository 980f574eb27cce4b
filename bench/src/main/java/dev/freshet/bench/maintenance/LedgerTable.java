package dev.freshet.bench.maintenance;

import dev.freshet.bench.rig.DirectorySize;
import dev.freshet.core.BatchIdentity;
import dev.freshet.core.config.HomeLayout;
import dev.freshet.home.delta.DeltaTables;
import dev.freshet.home.delta.upkeep.LayerShape;
import dev.freshet.home.delta.upkeep.LayerUpkeep;
import dev.freshet.home.layer.LayerTables;
import dev.freshet.home.layer.Ledger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A ledger that gets a row a second of its own clock. Not thread-safe. */
final class LedgerTable implements AutoCloseable {

  /**
   * The files of a table.
   *
   * @param live data files of the newest version
   * @param data data files in the directory, those that still wait for their removal included
   * @param log files in the log
   * @param bytes of all of them
   */
  record FileCount(long live, long data, long log, long bytes) {}

  private final DeltaTables tables = DeltaTables.local();
  private final Ledger ledger;
  private final LayerUpkeep upkeep;
  private final Path directory;
  private final Path log;
  private final Set<Path> stamped = new HashSet<>();
  private final Instant began = Instant.now();
  private int batches;

  LedgerTable(HomeLayout layout) {
    this.ledger = LayerTables.of(tables, layout).ledger();
    this.directory = layout.ledger();
    this.log = directory.resolve("_delta_log");
    this.upkeep = new LayerUpkeep("ledger", directory, clock());
  }

  InstantSource clock() {
    return () -> began.plusSeconds(batches);
  }

  int batches() {
    return batches;
  }

  /** Appends a batch; milliseconds it took. */
  double append() {
    batches++;
    long started = System.nanoTime();
    ledger.record(new BatchIdentity("stream", batches), clock().instant(), Ledger.COMMITTED);
    return (System.nanoTime() - started) / 1e6;
  }

  /** Gives the new files of the log the time of this clock; hidden ones are not written yet. */
  void stampLog() throws IOException {
    FileTime now = FileTime.from(clock().instant());
    List<Path> files = list(log);
    stamped.retainAll(new HashSet<>(files));
    for (Path file : files) {
      if (!file.getFileName().toString().startsWith(".") && stamped.add(file)) {
        Files.setLastModifiedTime(file, now);
      }
    }
  }

  /** Milliseconds to open the table and count its rows. */
  double openMs() {
    try (DeltaTables fresh = DeltaTables.local()) {
      long started = System.nanoTime();
      fresh.table(ledger.table().path(), ledger.table().schema()).rowCount();
      return (System.nanoTime() - started) / 1e6;
    }
  }

  FileCount count() throws IOException {
    long data =
        list(directory).stream().filter(file -> file.toString().endsWith(".parquet")).count();
    int live = upkeep.observe().map(LayerShape::files).map(List::size).orElse(0);
    return new FileCount(live, data, list(log).size(), DirectorySize.of(directory));
  }

  private static List<Path> list(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }

  @Override
  public void close() {
    tables.close();
  }
}
