package dev.freshet.testkit.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.maintenance.MaintenanceStep;
import dev.freshet.core.maintenance.StepOutcome;
import dev.freshet.core.maintenance.TableMaintainer;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class FakeMaintainedTableTest extends TableMaintainerContract {

  @Override
  protected MaintainedTable newTable() {
    return new FakeMaintainedTable(InstantSource.system());
  }

  @Test
  void failsOnRequestOnly() {
    FakeMaintainedTable table = new FakeMaintainedTable(InstantSource.system());
    table.write(10);
    MaintenanceStep build = new MaintenanceStep.BuildIndex(10);
    try (TableMaintainer maintainer = table.openMaintainer()) {
      table.failNext(new IllegalStateException("planted"));
      table.conflictNext();

      assertThatThrownBy(() -> maintainer.run(build)).hasMessage("planted");
      assertThat(maintainer.run(build)).isInstanceOf(StepOutcome.Conflict.class);
      assertThat(maintainer.run(build)).isInstanceOf(StepOutcome.Done.class);
      assertThat(table.steps()).containsExactly(build, build, build);
    }
  }
}
