package dev.freshet.server.dashboard;

import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.config.OptimizeConfig;
import dev.freshet.core.vector.TableState;
import dev.freshet.home.PipelineHome;
import dev.freshet.home.layer.LedgerEntry;
import dev.freshet.home.layer.QuarantinedLine;
import dev.freshet.home.report.MaintenanceReport;
import dev.freshet.home.report.RunStatus;
import dev.freshet.server.canary.CanaryFigures;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Figures of the home of a pipeline, of the table that searches read, and of this server. */
public final class HomeSource implements PipelineSource {

  private final FreshetConfig config;
  private final PipelineHome home;
  private final Supplier<Optional<TableState>> table;
  private final Supplier<QueryFigures> queries;
  private final Supplier<Optional<CanaryFigures>> canary;

  /**
   * Reads nothing yet.
   *
   * @param table the newest version that searches use; empty while there is none. Thread-safe
   * @param queries the counts of this server. Thread-safe
   * @param canary what its canary says; empty if it has none. Thread-safe
   */
  public HomeSource(
      FreshetConfig config,
      Supplier<Optional<TableState>> table,
      Supplier<QueryFigures> queries,
      Supplier<Optional<CanaryFigures>> canary) {
    this.config = config;
    this.home = new PipelineHome(config);
    this.table = table;
    this.queries = queries;
    this.canary = canary;
  }

  @Override
  public String name() {
    return config.name();
  }

  @Override
  public Duration freshnessSlo() {
    return config.slo().freshnessP95();
  }

  @Override
  public Optional<RunStatus> report() {
    return home.report();
  }

  @Override
  public Optional<MaintenanceReport> maintenance() {
    return home.maintenance();
  }

  @Override
  public boolean maintained() {
    return config.optimize().mode() == OptimizeConfig.Mode.PROCESS;
  }

  @Override
  public Optional<TableState> table() {
    return table.get();
  }

  @Override
  public QueryFigures queries() {
    return queries.get();
  }

  @Override
  public Optional<CanaryFigures> canary() {
    return canary.get();
  }

  @Override
  public long quarantineStamp() {
    return stamp(config.layout().quarantine());
  }

  @Override
  public long ledgerStamp() {
    return stamp(config.layout().ledger());
  }

  /** Every commit adds a file to the log of a table, which changes the time of the directory. */
  private static long stamp(Path table) {
    return table.resolve("_delta_log").toFile().lastModified();
  }

  @Override
  public long quarantined() {
    return home.quarantined();
  }

  @Override
  public List<LedgerEntry> newestBatches(int limit) {
    return home.newestBatches(limit);
  }

  @Override
  public List<QuarantinedLine> newestQuarantined(int limit) {
    return home.newestQuarantined(limit);
  }

  @Override
  public Optional<String> quarantinedPayload(long sequence, long line) {
    return home.quarantinedPayload(sequence, line);
  }
}
