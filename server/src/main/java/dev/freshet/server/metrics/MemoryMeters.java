package dev.freshet.server.metrics;

import dev.freshet.core.config.HomeLayout;
import dev.freshet.home.metric.Metric;
import dev.freshet.home.report.MemoryReport;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Publishes the memory of every process of a home, from the files in which they report it. */
public final class MemoryMeters {

  /** A gauge for each process and each part. */
  static final Metric USED =
      () ->
          new Metric.Description(
              "freshet.memory.used",
              Metric.Kind.GAUGE,
              "bytes",
              "Memory of the `process` (`run`, `optimize` or `serve`), by `part`; not a number for a"
                  + " process that does not run, or a part that its system does not tell.");

  private static final List<String> PROCESSES = List.of("run", "optimize", "serve");

  private static final List<String> PARTS =
      List.of(
          "heap",
          "heap_max",
          "direct",
          "arrow",
          "lance",
          "onnx",
          "rocksdb",
          "resident",
          "resident_max");

  private MemoryMeters() {}

  /** Registers all meters. */
  public static void register(MeterRegistry registry, HomeLayout layout, InstantSource clock) {
    for (String process : PROCESSES) {
      var file = MemoryReport.file(layout.memoryReport(process));
      NewestReport<MemoryReport> newest =
          new NewestReport<>(() -> file.readReport(), System::nanoTime);
      for (String part : PARTS) {
        USED.registerGauge(
            registry,
            Tags.of("process", process, "part", part),
            newest,
            reports -> value(reports.get(), part, clock));
      }
    }
  }

  private static double value(Optional<MemoryReport> report, String part, InstantSource clock) {
    return report
        .filter(each -> each.isCurrent(clock.instant()))
        .map(each -> each.bytes().get(part))
        .map(Long::doubleValue)
        .orElse(Double.NaN);
  }
}
