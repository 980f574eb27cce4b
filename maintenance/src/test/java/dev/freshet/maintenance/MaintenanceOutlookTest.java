package dev.freshet.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.maintenance.TableMaintainer;
import dev.freshet.maintenance.policy.MaintenanceTargets;
import dev.freshet.testkit.SteppedClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The plan that {@code --dry-run} and {@code --explain} show. */
class MaintenanceOutlookTest {

  @TempDir Path directory;
  private MaintainedHome home;

  @BeforeEach
  void open() {
    home = new MaintainedHome(directory);
  }

  @AfterEach
  void close() {
    home.close();
  }

  @Test
  void saysWhatAPassWouldDoAndChangesNothing() throws IOException {
    home.table.write(MaintainedHome.ROWS_FOR_AN_INDEX);

    MaintenanceOutlook outlook = look(true);

    assertThat(outlook.plan()).isNotEmpty().allMatch(due -> !due.reason().isBlank());
    assertThat(look(false).explanation()).isEmpty();
    assertThat(home.table.steps()).isEmpty();
    assertThat(files()).isEmpty();
    assertThat(home.once().plan()).isEqualTo(outlook.plan());
  }

  @Test
  void explainsFromItsOwnMeasurementIfThereIsNoEarlierOne() throws IOException {
    home.table.write(MaintainedHome.ROWS_FOR_AN_INDEX);

    MaintenanceOutlook outlook = look(true);

    assertThat(outlook.explanation().orElseThrow().inputs())
        .anyMatch(line -> line.startsWith("flat scan") && line.contains("measured"));
    assertThat(outlook.explanation().orElseThrow().cadence()).isNotEmpty();
    assertThat(files()).isEmpty();
  }

  @Test
  void explainsFromWhatMaintenanceMeasured() {
    home.table.write(MaintainedHome.ROWS_FOR_AN_INDEX);
    home.once();

    assertThat(look(true).explanation().orElseThrow().inputs())
        .anyMatch(line -> line.contains("measured " + SteppedClock.START));
  }

  private MaintenanceOutlook look(boolean explain) {
    try (TableMaintainer table = home.table.openMaintainer()) {
      return MaintenanceOutlook.of(
          home.layout, table, MaintenanceTargets.defaults(), explain, home.clock);
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
