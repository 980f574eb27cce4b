package dev.freshet.pipeline.run;

import dev.freshet.autoloader.discovery.DiscoveryMonitor;
import dev.freshet.autoloader.discovery.DiscoveryStatus;
import dev.freshet.core.config.HomeLayout;
import dev.freshet.home.metric.PipelineMetric;
import dev.freshet.home.report.FreshnessWindow;
import dev.freshet.home.report.Percentiles;
import dev.freshet.home.report.ProcessIdentity;
import dev.freshet.home.report.RunStatus;
import dev.freshet.home.report.StatusFile;
import dev.freshet.pipeline.metrics.PipelineMetrics;
import dev.freshet.pipeline.record.KeyIndex;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects the state of a running pipeline and writes it to the status file. */
final class StatusReporter {

  private final String streamId;
  private final Path fileLog;
  private final StatusFile file;
  private final PipelineMetrics metrics;
  private final KeyIndex keys;
  private volatile RunStatus.State state = RunStatus.State.STARTING;
  private volatile long committedSequence;
  private volatile LongSupplier outstandingBytes = () -> 0;
  private volatile Supplier<Optional<RunStatus.Admission>> admission = Optional::empty;

  StatusReporter(
      String streamId, HomeLayout layout, PipelineMetrics metrics, KeyIndex keys, long committed) {
    this.streamId = streamId;
    this.fileLog = layout.fileLog();
    this.file = new StatusFile(layout.statusFile());
    this.metrics = metrics;
    this.keys = keys;
    this.committedSequence = committed;
  }

  void state(RunStatus.State next) {
    state = next;
  }

  void committed(long sequence) {
    committedSequence = Math.max(committedSequence, sequence);
  }

  /** Where to read how much the source has not delivered yet. */
  void outstandingBytes(LongSupplier bytes) {
    outstandingBytes = bytes;
  }

  /** Where to read how much the newest batch was allowed to take. */
  void admission(Supplier<Optional<RunStatus.Admission>> newest) {
    admission = newest;
  }

  /** The time before which everything that landed has at most this sequence; empty if unknown. */
  Optional<Instant> asOf(long sequence) {
    return DiscoveryMonitor.asOf(fileLog, sequence);
  }

  /** As {@link #asOf} for the end of a batch; also known while there is a backlog. */
  Optional<Instant> asOfBatch(long end) {
    return asOf(end).or(() -> DiscoveryMonitor.inBacklog(fileLog, end));
  }

  void report() {
    try {
      file.write(status());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write the status file", e);
    }
  }

  /** Sequence of the last file that is found; 0 before the first. */
  long found() {
    return DiscoveryMonitor.find(fileLog).map(DiscoveryStatus::lastSequence).orElse(0L);
  }

  /** Sequence of the last file that is queryable. */
  long committed() {
    return committedSequence;
  }

  RunStatus status() {
    long committed = committedSequence;
    long files = Math.max(0, found() - committed);
    return new RunStatus(
        new RunStatus.Activity(ProcessIdentity.current(), state, Instant.now()),
        new RunStatus.Position(
            streamId, committed, keys.liveRecords(), asOf(committed).orElse(null)),
        Arrays.stream(FreshnessWindow.values()).map(metrics::freshness).toList(),
        new RunStatus.Backlog(files, files == 0 ? 0 : outstandingBytes.getAsLong()),
        admission.get().orElse(null),
        lastBatch(),
        new RunStatus.Metrics(totals(), timings()));
  }

  private RunStatus.@Nullable LastBatch lastBatch() {
    return metrics
        .lastBatch()
        .map(
            batch ->
                new RunStatus.LastBatch(
                    batch.identity().batchId(),
                    batch.lines().landed(),
                    batch.files().count(),
                    batch.timings().embed().toMillis(),
                    batch.timings().write().toMillis(),
                    batch.timings().commit().toMillis(),
                    batch.timings().queryableAt()))
        .orElse(null);
  }

  private Map<String, Long> totals() {
    Map<String, Long> totals = new TreeMap<>();
    for (PipelineMetric metric : PipelineMetric.values()) {
      if (metric.kind() == PipelineMetric.Kind.COUNTER) {
        totals.put(metric.meterName(), metrics.total(metric));
      }
    }
    return totals;
  }

  private Map<String, Percentiles> timings() {
    Map<String, Percentiles> timings = new TreeMap<>();
    for (PipelineMetric metric : PipelineMetric.values()) {
      if (metric.kind() == PipelineMetric.Kind.TIMER) {
        timings.put(metric.meterName(), metrics.percentiles(metric));
      }
    }
    return timings;
  }
}
