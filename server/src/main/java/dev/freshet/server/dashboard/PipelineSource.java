package dev.freshet.server.dashboard;

import dev.freshet.core.vector.TableState;
import dev.freshet.home.layer.LedgerEntry;
import dev.freshet.home.layer.QuarantinedLine;
import dev.freshet.home.report.MaintenanceReport;
import dev.freshet.home.report.RunStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where the dashboard's figures come from. Thread-safe. Methods may read from storage, so no thread
 * that answers requests calls them; what they throw is shown as not known.
 */
public interface PipelineSource {

  /** The pipeline's name. */
  String name();

  /** Time from landing to queryable that 95 of 100 changes are to stay below. */
  Duration freshnessSlo();

  /** What the pipeline's process last said; empty if it never ran. Cheap. */
  Optional<RunStatus> report();

  /** What maintenance last said; empty if it never ran. Cheap. */
  Optional<MaintenanceReport> maintenance();

  /** Whether a pipeline that runs is to be accompanied by a process that maintains the table. */
  boolean maintained();

  /** The vector table; empty while there is none. Cheap. */
  Optional<TableState> table();

  /** What this server did for those who search. Cheap. */
  QueryFigures queries();

  /** Changes whenever the quarantine table may have changed. Cheap. */
  long quarantineStamp();

  /** Changes whenever the ledger may have changed. Cheap. */
  long ledgerStamp();

  /** Rows of the quarantine table. */
  long quarantined();

  /** Newest entries of the ledger, newest first. */
  List<LedgerEntry> newestBatches(int limit);

  /** Newest rows of the quarantine table, newest first. */
  List<QuarantinedLine> newestQuarantined(int limit);

  /** A quarantined line as it landed; empty if there is no such line. */
  Optional<String> quarantinedPayload(long sequence, long line);
}
