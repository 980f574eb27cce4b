package dev.freshet.home.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.maintenance.RecallEstimate;
import dev.freshet.core.maintenance.RunResult;
import dev.freshet.core.maintenance.StepKind;
import dev.freshet.home.report.MaintenanceReport;
import dev.freshet.home.report.Percentiles;
import dev.freshet.home.report.ProcessIdentity;
import dev.freshet.home.report.StepTotals;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MaintenanceMetersTest {

  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private Optional<MaintenanceReport> report = Optional.empty();

  @Test
  void metersFollowTheReport() {
    MaintenanceMeters.register(registry, () -> report);
    assertThat(gauge("freshet.table.tail.rows")).isNaN();
    assertThat(counter("freshet.optimize.runs.done", StepKind.EXTEND_INDEX)).isZero();

    report = Optional.of(report());

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

  private static MaintenanceReport report() {
    StepTotals totals =
        new StepTotals(
            Map.of(RunResult.DONE, 3L, RunResult.ABANDONED, 1L),
            Duration.ofMillis(1_500),
            Duration.ofMillis(30),
            1,
            15_000,
            1_024);
    return new MaintenanceReport(
        new MaintenanceReport.Work(
            ProcessIdentity.current(), MaintenanceReport.State.WATCHING, NOW, null),
        new MaintenanceReport.Table(
            42,
            new MaintenanceReport.Stored(3, 2_000),
            new MaintenanceReport.Tail(1, 17),
            1,
            12,
            0.05,
            null),
        new RecallEstimate(99, 100, 10, NOW),
        Map.of(
            StepKind.EXTEND_INDEX,
            new MaintenanceReport.Step(totals, new Percentiles(3, 400, 412, 412))),
        List.of());
  }
}
