package dev.freshet.bench.load.contender;

import dev.freshet.bench.rig.PipelineProcess;
import dev.freshet.core.maintenance.StepKind;
import dev.freshet.home.PipelineHome;
import dev.freshet.home.report.MaintenanceReport;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** {@code ./freshet optimize} in a process of its own, as a pipeline starts it. */
public final class OptimizeCare implements TableCare {

  private final PipelineProcess home;
  private long residentMb;

  public OptimizeCare(PipelineProcess home) {
    this.home = home;
  }

  @Override
  public double buildIndex() throws IOException, InterruptedException {
    home.optimizeOnce();
    return steps()
        .map(all -> all.get(StepKind.BUILD_INDEX))
        .map(step -> step.totals().took().toMillis() / 1e3)
        .orElse(0.0);
  }

  private Optional<Map<StepKind, MaintenanceReport.Step>> steps() {
    return new PipelineHome(home.config()).maintenance().map(MaintenanceReport::steps);
  }

  @Override
  public AutoCloseable start() throws IOException {
    home.startOptimize();
    return () -> {
      residentMb = home.residentMb();
      home.close();
    };
  }

  @Override
  public Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("optimizeResidentMb", residentMb);
    steps().ifPresent(all -> all.forEach((kind, step) -> figures.put(kind.label(), step)));
    return figures;
  }

  @Override
  public void close() throws IOException {
    home.close();
  }
}
