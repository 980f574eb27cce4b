package dev.freshet.cli.answer;

import dev.freshet.core.maintenance.MaintenanceRun;
import dev.freshet.core.maintenance.PlannedStep;
import dev.freshet.core.maintenance.TableShape;
import dev.freshet.home.report.MaintenanceReport;
import dev.freshet.home.report.StepRun;
import dev.freshet.maintenance.MaintenanceOutlook;
import dev.freshet.maintenance.PassResult;
import dev.freshet.maintenance.policy.Explanation;
import dev.freshet.maintenance.policy.Threshold;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code optimize}.
 *
 * @param table the vector table before anything was done; null with {@code --watch}
 * @param plan what was due, in order; empty with {@code --watch}
 * @param runs the steps that were run, in order; empty with {@code --dry-run}, the newest twenty,
 *     newest first, with {@code --watch}
 * @param explanation where the thresholds come from; null without {@code --explain}
 */
public record Optimized(
    MaintenanceReport.@Nullable Table table,
    List<Planned> plan,
    List<StepRun> runs,
    @Nullable Explained explanation)
    implements Output.Answer {

  /**
   * A step that is due.
   *
   * @param step kind of step
   * @param rows live rows it reads; 0 if it reads none
   * @param reason why it is due
   */
  public record Planned(String step, long rows, String reason) {

    public static Planned of(PlannedStep planned) {
      return new Planned(planned.step().kind().label(), planned.step().rows(), planned.reason());
    }
  }

  /**
   * Where the thresholds come from, in words.
   *
   * @param inputs what was measured, or the default where nothing was measured yet
   * @param thresholds what follows from the inputs
   * @param cadence how often steps will be due
   */
  public record Explained(List<String> inputs, List<Limit> thresholds, List<String> cadence) {

    public static Explained of(Explanation explanation) {
      return new Explained(
          explanation.inputs(),
          explanation.thresholds().stream().map(Limit::of).toList(),
          explanation.cadence());
    }
  }

  /**
   * A threshold.
   *
   * @param name what is limited
   * @param value in the unit the name says
   * @param derivation the figures it follows from
   */
  record Limit(String name, double value, String derivation) {

    public static Limit of(Threshold threshold) {
      return new Limit(threshold.name(), threshold.value(), threshold.derivation());
    }
  }

  /** The answer of {@code --dry-run} and {@code --explain}. */
  public static Optimized planned(MaintenanceOutlook outlook) {
    return new Optimized(
        table(outlook.shape()),
        outlook.plan().stream().map(Planned::of).toList(),
        List.of(),
        outlook.explanation().map(Explained::of).orElse(null));
  }

  /** The answer after one pass. */
  public static Optimized passed(PassResult result) {
    return new Optimized(
        table(result.shape()),
        result.plan().stream().map(Planned::of).toList(),
        result.runs().stream().map(StepRun::of).toList(),
        null);
  }

  /** The answer of {@code --watch} when it ends. */
  public static Optimized watched(List<MaintenanceRun> newest) {
    return new Optimized(null, List.of(), newest.stream().map(StepRun::of).toList(), null);
  }

  private static MaintenanceReport.Table table(TableShape shape) {
    return MaintenanceReport.Table.of(shape);
  }

  @Override
  public void print(PrintWriter out) {
    if (table != null) {
      out.printf(
          Locale.ROOT,
          "table version %d: %,d rows in %s; %,d unindexed in %s; %s; %s%n",
          table.version(),
          table.rows(),
          Text.count(table.fragments(), "fragment"),
          table.tailRows(),
          Text.count(table.tailFragments(), "fragment"),
          Text.count(table.deltaSegments(), "delta segment"),
          Text.count(table.versions(), "version"));
      if (table.search() != null) {
        out.println(inWords(table.search()));
      }
      if (plan.isEmpty()) {
        out.println("nothing is due");
      }
    }
    if (runs.isEmpty()) {
      plan.forEach(due -> out.printf("%-17s due: %s%n", due.step(), due.reason()));
    }
    runs.forEach(run -> out.println(line(run)));
    if (explanation != null) {
      print(out, explanation);
    }
  }

  private static void print(PrintWriter out, Explained explanation) {
    out.println("measured:");
    explanation.inputs().forEach(line -> out.println("  " + line));
    out.println("thresholds that follow:");
    explanation
        .thresholds()
        .forEach(
            limit ->
                out.printf(
                    Locale.ROOT,
                    "  %s %s: %s%n",
                    limit.name(),
                    figure(limit.value()),
                    limit.derivation()));
    out.println("cadence:");
    explanation.cadence().forEach(line -> out.println("  " + line));
  }

  /** Such as {@code extend-index done in 140 ms: 1,203 unindexed rows ...}. */
  static String line(StepRun run) {
    return "%-17s %-9s in %s: %s"
        .formatted(
            run.step(),
            run.result(),
            Text.millis(run.tookMs()),
            run.error() == null ? run.reason() : run.error());
  }

  /** Such as {@code search: 24 probes, ef 5 per neighbour, refine 2; tuned to recall 0.993 ...}. */
  static String inWords(MaintenanceReport.Search search) {
    String origin =
        search.tunedAt() == null
            ? "defaults, not tuned for this index yet"
            : String.format(
                Locale.ROOT,
                "tuned to recall %.3f (target %.3f) at %s",
                search.tunedRecall(),
                search.target(),
                search.tunedAt());
    return "search: %s, ef %d per neighbour, refine %d; %s"
        .formatted(Text.count(search.probes(), "probe"), search.efPerK(), search.refine(), origin);
  }

  private static String figure(double value) {
    return value < 10 && value != Math.rint(value)
        ? String.format(Locale.ROOT, "%.2f", value)
        : String.format(Locale.ROOT, "%,.0f", value);
  }
}
