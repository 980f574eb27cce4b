package dev.freshet.server.dashboard;

import dev.freshet.core.vector.TableState;
import dev.freshet.home.layer.LedgerEntry;
import dev.freshet.home.layer.QuarantinedLine;
import dev.freshet.home.report.MaintenanceReport;
import dev.freshet.home.report.RunStatus;
import dev.freshet.server.canary.CanaryFigures;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where the figures of the dashboard come from. Thread-safe. Methods may read from storage, so
 * threads that answer requests do not call them; after a failure the dashboard shows older figures.
 */
public interface PipelineSource {

  /** The pipeline's name. */
  String name();

  /** The objective for the p95 of the time from landing to queryable. */
  Duration freshnessSlo();

  /** The newest report of the pipeline; empty if it never ran. Cheap. */
  Optional<RunStatus> report();

  /** The newest report of maintenance; empty if it never ran. Cheap. */
  Optional<MaintenanceReport> maintenance();

  /** Whether a process must maintain the table while the pipeline runs. */
  boolean maintained();

  /** The vector table; empty while there is none. Cheap. */
  Optional<TableState> table();

  /** The searches of this server. Cheap. */
  QueryFigures queries();

  /** The canary of this server; empty if it has none. Cheap. */
  Optional<CanaryFigures> canary();

  /** Changes whenever the quarantine table may have changed. Cheap. */
  long quarantineStamp();

  /** Changes whenever the ledger may have changed. Cheap. */
  long ledgerStamp();

  /** How many rows the quarantine table has. */
  long quarantined();

  /** The newest entries of the ledger, newest first. */
  List<LedgerEntry> newestBatches(int limit);

  /** The newest rows of the quarantine table, newest first. */
  List<QuarantinedLine> newestQuarantined(int limit);

  /** A quarantined line as it landed; empty if there is no such line. */
  Optional<String> quarantinedPayload(long sequence, long line);
}
