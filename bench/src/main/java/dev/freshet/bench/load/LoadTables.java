package dev.freshet.bench.load;

import dev.freshet.bench.rig.LatencySample;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Prints what the contenders of one size gave, side by side, with ratios to the first of them. */
final class LoadTables {

  private LoadTables() {}

  static void print(List<ContenderReport> reports) {
    if (reports.isEmpty()) {
      return;
    }
    printBuild(reports);
    printStages("at rest", reports, report -> report.rest().stages());
    printStages("while rows stream in", reports, report -> report.live().stages());
    printWrites(reports);
  }

  private static void printBuild(List<ContenderReport> reports) {
    line("%n%,d rows", reports.get(0).rows());
    line(
        "%-13s %8s %8s %8s %8s %8s %9s %9s %9s %9s  %s",
        "", "load s", "index s", "tuned", "at rest", "live", "disk MB", "heap MB", "anon MB",
        "RSS MB", "width");
    for (ContenderReport report : reports) {
      ProcessMemory memory = report.rest().memory();
      line(
          "%-13s %8.1f %8.1f %8.4f %8.4f %8.4f %,9d %,9d %,9d %,9d  %s%s",
          report.contender(),
          report.build().loadSeconds(),
          report.build().indexSeconds(),
          report.tuned().recall(),
          report.rest().checked().recall(),
          report.live().checked().recall(),
          report.build().bytesOnDisk() >> 20,
          memory.heap(),
          memory.anonymous(),
          memory.resident(),
          report.tuned().width(),
          report.tuned().reached() ? "" : " (TARGET NOT REACHED)");
    }
    for (ContenderReport report : reports) {
      line("%-13s %s", report.contender(), report.description());
      line("%-13s at the end: %s", "", numbers(report.live().figures()));
    }
  }

  /** Whole tables of figures are in the raw result only. */
  private static Map<String, Object> numbers(Map<String, Object> figures) {
    Map<String, Object> numbers = new TreeMap<>(figures);
    numbers.values().removeIf(value -> !(value instanceof Number));
    return numbers;
  }

  private static void printStages(
      String state,
      List<ContenderReport> reports,
      Function<ContenderReport, List<Stage.Figures>> stages) {
    line("%n%,d rows, %s", reports.get(0).rows(), state);
    line(
        "%-14s %-13s %9s %9s %9s %9s %10s %8s %8s %8s",
        "", "", "p50 ms", "p95 ms", "p99 ms", "q/s", "unanswered", "p50 x", "p99 x", "q/s x");
    for (int i = 0; i < stages.apply(reports.get(0)).size(); i++) {
      Stage.Figures first = stages.apply(reports.get(0)).get(i);
      for (ContenderReport report : reports) {
        Stage.Figures figures = stages.apply(report).get(i);
        LatencySample latency = figures.latency();
        line(
            "%-14s %-13s %,9.1f %,9.1f %,9.1f %,9.1f %,10d %8.2f %8.2f %8.2f",
            figures.stage().label(),
            report.contender(),
            latency.p50Ms(),
            latency.p95Ms(),
            latency.p99Ms(),
            figures.perSecond(),
            figures.unanswered(),
            latency.p50Ms() / first.latency().p50Ms(),
            latency.p99Ms() / first.latency().p99Ms(),
            figures.perSecond() / first.perSecond());
      }
    }
  }

  private static void printWrites(List<ContenderReport> reports) {
    line("%n%,d rows, batches", reports.get(0).rows());
    line(
        "%-13s %8s %6s %19s %19s %19s %8s %6s",
        "",
        "batches",
        "late",
        "write p50/p95 ms",
        "then found p50/p95",
        "together p50/p95",
        "unfound",
        "wrong");
    for (ContenderReport report : reports) {
      WriteStream.Figures writes = report.live().writes();
      line(
          "%-13s %,8d %6d %19s %19s %19s %8d %6d",
          report.contender(),
          writes.batches(),
          writes.late(),
          pair(writes.write()),
          pair(writes.found()),
          pair(writes.foundFromStart()),
          writes.unfound(),
          report.live().checked().wrong() + report.rest().checked().wrong());
    }
  }

  private static String pair(LatencySample sample) {
    return String.format(Locale.ROOT, "%,.1f / %,.1f", sample.p50Ms(), sample.p95Ms());
  }

  private static void line(String format, Object... values) {
    System.out.printf(Locale.ROOT, format + "%n", values);
  }
}
