package dev.freshet.maintenance;

import dev.freshet.core.config.HomeLayout;
import dev.freshet.core.maintenance.MaintenanceRun;
import dev.freshet.core.maintenance.TableMaintainer;
import dev.freshet.home.delta.DeltaTables;
import dev.freshet.home.report.MaintenanceReport;
import dev.freshet.maintenance.policy.MaintenanceTargets;
import dev.freshet.testkit.SteppedClock;
import dev.freshet.testkit.maintenance.FakeMaintainedTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** A home whose table is only a shape, with a clock that a test moves. */
final class MaintainedHome implements AutoCloseable {

  /** Rows from which the default thresholds ask for an index. */
  static final int ROWS_FOR_AN_INDEX = 20_000;

  final SteppedClock clock = new SteppedClock();
  final FakeMaintainedTable table = new FakeMaintainedTable(clock);
  final HomeLayout layout;
  final List<MaintenanceRun> ran = new ArrayList<>();
  final List<String> waited = new ArrayList<>();
  private final DeltaTables tables = DeltaTables.local();

  MaintainedHome(Path directory) {
    this.layout = new HomeLayout(directory, "docs");
  }

  /** Opens it as the next process does. */
  MaintenanceWork open() {
    MaintenanceListener listener =
        new MaintenanceListener() {
          @Override
          public void ran(MaintenanceRun run) {
            ran.add(run);
          }

          @Override
          public void waits(String why) {
            waited.add(why);
          }
        };
    return MaintenanceWork.open(layout, tables, MaintenanceTargets.defaults(), listener, clock);
  }

  /** Starts a process that passes once over the table and ends. */
  PassResult once() {
    try (MaintenanceWork work = open();
        TableMaintainer maintainer = table.openMaintainer()) {
      return work.once(maintainer);
    }
  }

  MaintenanceReport report() {
    return MaintenanceReport.file(layout.maintenanceReport()).readReport().orElseThrow();
  }

  MaintenanceMemory memory() {
    return MaintenanceMemory.look(layout.maintenanceMemory());
  }

  void later(Duration duration) {
    clock.advance(duration);
  }

  /** Runs of the history table: number, step and result, in the order of the numbers. */
  List<String> recorded() {
    List<String> rows = new ArrayList<>();
    tables
        .table(layout.maintenanceRuns().toString(), RunTable.SCHEMA)
        .scan(
            List.of("run", "step", "result"),
            OptionalLong.empty(),
            row -> rows.add("%s %s %s".formatted(row)));
    rows.sort(Comparator.comparing(row -> Long.valueOf(row.split(" ")[0])));
    return rows;
  }

  /** Commits of the history table. */
  int commits() throws IOException {
    try (Stream<Path> log = Files.list(layout.maintenanceRuns().resolve("_delta_log"))) {
      return (int) log.filter(file -> file.toString().endsWith(".json")).count();
    }
  }

  @Override
  public void close() {
    tables.close();
  }
}
