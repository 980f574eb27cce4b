package dev.freshet.server.dashboard;

import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.maintenance.MaintenanceRun;
import dev.freshet.core.maintenance.MaintenanceStep;
import dev.freshet.core.maintenance.PlannedStep;
import dev.freshet.core.maintenance.RecallEstimate;
import dev.freshet.core.maintenance.StepOutcome;
import dev.freshet.core.vector.TableState;
import dev.freshet.home.layer.LedgerEntry;
import dev.freshet.home.layer.QuarantinedLine;
import dev.freshet.home.report.FreshnessTerms;
import dev.freshet.home.report.FreshnessWindow;
import dev.freshet.home.report.MaintenanceReport;
import dev.freshet.home.report.Percentiles;
import dev.freshet.home.report.ProcessIdentity;
import dev.freshet.home.report.RunStatus;
import dev.freshet.home.report.WindowFreshness;
import dev.freshet.server.canary.CanaryFigures;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A pipeline whose reports and tables a test sets. Thread-safe. */
final class FakePipeline implements PipelineSource {

  static final Instant START = Instant.parse("2026-03-01T09:00:00Z");
  static final Duration SLO = Duration.ofSeconds(2);

  private volatile @Nullable RunStatus report;
  private volatile @Nullable MaintenanceReport maintenance;
  private volatile @Nullable TableState table;
  private volatile Supplier<QueryFigures> queries = () -> QueryFigures.NONE;
  private volatile List<QuarantinedLine> quarantined = List.of();
  private volatile List<LedgerEntry> ledger = List.of();
  private volatile String payload = "";
  private volatile boolean broken;

  /** A pipeline that is running at {@code now}. */
  static FakePipeline running(Instant now) {
    FakePipeline pipeline = new FakePipeline();
    pipeline.tell(report(now, 640, 1_240, new RunStatus.Backlog(2, 48_000), 900_000));
    pipeline.table = table(now, 1_204);
    pipeline.maintenance = maintenance(now, 0.987);
    pipeline.serve(new QueryFigures(48_211, 3, 0, new Percentiles(48_211, 4.2, 9.8, 21.5)));
    return pipeline;
  }

  static RunStatus report(
      Instant now, double p50Ms, double p95Ms, RunStatus.Backlog backlog, long processed) {
    long sequence = 1_400 + Duration.between(START, now).toSeconds() / 2;
    return new RunStatus(
        new RunStatus.Activity(ProcessIdentity.current(), RunStatus.State.RUNNING, now),
        new RunStatus.Position("stream", sequence, 18_640, now.minusMillis(380)),
        windows(p50Ms, p95Ms, 1.4 * p95Ms),
        backlog,
        new RunStatus.Admission(262_144, 1_000, backlog.files() > 100, 31_900, 0.25),
        new RunStatus.LastBatch(
            "stream:" + sequence, 64 + sequence % 17, 2, 410, 96, 71, now.minusMillis(300)),
        new RunStatus.Metrics(
            Map.of("freshet.source.bytes", processed, "freshet.quarantine.rows", 3L), Map.of()));
  }

  /** The same figures for every window; the longer ones have more files. */
  static List<WindowFreshness> windows(double p50Ms, double p95Ms, double p99Ms) {
    return Arrays.stream(FreshnessWindow.values())
        .map(
            window ->
                new WindowFreshness(
                    window.label(),
                    2 * window.length().toSeconds(),
                    new WindowFreshness.Terms(terms(p50Ms), terms(p95Ms), terms(p99Ms))))
        .toList();
  }

  private static FreshnessTerms terms(double totalMs) {
    double[] shares = {0.02, 0.1, 0.12, 0.06, 0.16, 0.42, 0.12};
    return FreshnessTerms.of(term -> 1e6 * totalMs * shares[term.ordinal()]);
  }

  /** The report of a pipeline for which no file has landed yet. */
  static RunStatus waiting(Instant now) {
    return new RunStatus(
        new RunStatus.Activity(ProcessIdentity.current(), RunStatus.State.RUNNING, now),
        new RunStatus.Position("stream", 0, 0, null),
        List.of(),
        new RunStatus.Backlog(0, 0),
        null,
        null,
        new RunStatus.Metrics(Map.of(), Map.of()));
  }

  static TableState table(Instant now, long version) {
    return new TableState(
        version,
        22 + (int) (version % 31),
        52_318,
        new TableState.Coverage(120 + 16 * (version % 300), 2, Optional.of("IVF_HNSW_SQ")),
        Optional.of(now.minusMillis(380)),
        List.of(),
        true);
  }

  static MaintenanceReport maintenance(Instant now, double recall) {
    return new MaintenanceReport(
        new MaintenanceReport.Work(
            ProcessIdentity.current(), MaintenanceReport.State.WATCHING, now, null),
        new MaintenanceReport.Table(
            1_204,
            new MaintenanceReport.Stored(37, 52_318),
            new MaintenanceReport.Tail(6, 1_911),
            2,
            12,
            0.05,
            new MaintenanceReport.Search(24, 5, 2, START, 0.9925, 0.98)),
        new RecallEstimate((int) (1_000 * recall), 1_000, 10, now),
        Map.of(),
        List.of(
            done(
                new MaintenanceStep.ExtendIndex(5_120),
                "5,120 rows are unindexed, above 4,800",
                now.minusSeconds(94),
                Duration.ofMillis(1_312),
                new StepOutcome.Done(1_204, 5_120, 0, 0, Duration.ofMillis(31))),
            done(
                new MaintenanceStep.CompactTail(List.of(31, 32, 33, 34), 812),
                "12 small fragments in the tail, above 8",
                now.minusSeconds(171),
                Duration.ofMillis(214),
                new StepOutcome.Done(1_170, 812, 1_048_576, 1, Duration.ofMillis(12))),
            done(
                new MaintenanceStep.MergeSegments(3, 14_200),
                "5 segments beside the base, above 4",
                now.minusSeconds(390),
                Duration.ofMillis(1_940),
                new StepOutcome.Conflict(1_101, 2, Duration.ofMillis(55)))),
        null);
  }

  private static MaintenanceRun done(
      MaintenanceStep step, String reason, Instant started, Duration took, StepOutcome outcome) {
    return MaintenanceRun.ended(new PlannedStep(step, reason), started, took, 1_100, outcome);
  }

  void tell(@Nullable RunStatus told) {
    report = told;
  }

  void maintain(@Nullable MaintenanceReport told) {
    maintenance = told;
  }

  void hold(@Nullable TableState held) {
    table = held;
  }

  void serve(QueryFigures served) {
    serve(() -> served);
  }

  /** Sets the searches of the server for each sample. */
  void serve(Supplier<QueryFigures> served) {
    queries = served;
  }

  /** Puts a line into quarantine. */
  void quarantine(QuarantinedLine line, String text) {
    List<QuarantinedLine> lines = new ArrayList<>(quarantined);
    lines.add(0, line);
    quarantined = List.copyOf(lines);
    payload = text;
  }

  void record(List<LedgerEntry> entries) {
    ledger = List.copyOf(entries);
  }

  @Override
  public String name() {
    return "articles";
  }

  @Override
  public Duration freshnessSlo() {
    return SLO;
  }

  /** Makes every report unreadable. */
  void breakReports() {
    broken = true;
  }

  @Override
  public Optional<RunStatus> report() {
    if (broken) {
      throw new FreshetException(
          ErrorCode.STORE_UNAVAILABLE, "Cannot read status.json: it is damaged. Delete it.");
    }
    return Optional.ofNullable(report);
  }

  @Override
  public Optional<MaintenanceReport> maintenance() {
    return Optional.ofNullable(maintenance);
  }

  @Override
  public boolean maintained() {
    return true;
  }

  @Override
  public Optional<TableState> table() {
    return Optional.ofNullable(table);
  }

  @Override
  public QueryFigures queries() {
    return queries.get();
  }

  @Override
  public Optional<CanaryFigures> canary() {
    return Optional.of(new CanaryFigures(871.0, START, 0, null));
  }

  @Override
  public long quarantineStamp() {
    return quarantined.size();
  }

  @Override
  public long ledgerStamp() {
    return ledger.size();
  }

  @Override
  public long quarantined() {
    return quarantined.size();
  }

  @Override
  public List<LedgerEntry> newestBatches(int limit) {
    return ledger;
  }

  @Override
  public List<QuarantinedLine> newestQuarantined(int limit) {
    return quarantined;
  }

  @Override
  public Optional<String> quarantinedPayload(long sequence, long line) {
    return quarantined.stream()
        .filter(known -> known.sequence() == sequence && known.line() == line)
        .findFirst()
        .map(known -> payload);
  }
}
