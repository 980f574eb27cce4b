package dev.freshet.home.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.maintenance.StepKind;
import dev.freshet.home.report.MaintenanceReport;
import dev.freshet.home.report.SampleReports;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MaintenanceMetersTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private Optional<MaintenanceReport> report = Optional.empty();

  @Test
  void metersFollowTheReport() {
    MaintenanceMeters.register(registry, () -> report);
    assertThat(gauge("freshet.table.tail.rows")).isNaN();
    assertThat(counter("freshet.optimize.runs.done", StepKind.EXTEND_INDEX)).isZero();

    report = Optional.of(SampleReports.maintenance());

    assertThat(gauge("freshet.table.fragments")).isEqualTo(3);
    assertThat(gauge("freshet.table.tail.rows")).isEqualTo(17);
    assertThat(gauge("freshet.table.recall")).isEqualTo(0.99);
    assertThat(counter("freshet.optimize.runs.done", StepKind.EXTEND_INDEX)).isEqualTo(3);
    assertThat(counter("freshet.optimize.runs.abandoned", StepKind.EXTEND_INDEX)).isEqualTo(1);
    assertThat(counter("freshet.optimize.time", StepKind.EXTEND_INDEX)).isEqualTo(1.5);
    assertThat(counter("freshet.optimize.lease.wait", StepKind.EXTEND_INDEX)).isEqualTo(0.03);
    assertThat(counter("freshet.optimize.reclaimed", StepKind.EXTEND_INDEX)).isEqualTo(1_024);
    assertThat(counter("freshet.optimize.runs.done", StepKind.BUILD_INDEX)).isZero();
    assertThat(registry.get("freshet.optimize.runtime").tag("step", "extend-index").gauge().value())
        .isEqualTo(0.412);
  }

  private double gauge(String name) {
    return registry.get(name).gauge().value();
  }

  private double counter(String name, StepKind kind) {
    return registry.get(name).tag("step", kind.label()).functionCounter().count();
  }
}
