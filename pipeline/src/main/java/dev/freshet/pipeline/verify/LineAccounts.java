package dev.freshet.pipeline.verify;

import dev.freshet.home.layer.LandedLine;
import dev.freshet.home.layer.LayerTables;
import dev.freshet.home.layer.Quarantine;
import dev.freshet.pipeline.record.StreamEnds;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts, file by file, whether every landed line is in Bronze and in one of Silver and quarantine.
 * Only lines of batches in the ledger count: the layers may hold any part of a batch under way. It
 * needs some 100 bytes of heap per file version while it counts.
 */
final class LineAccounts {

  /** Surplus lines of Bronze per stream and file sequence; files without a surplus are left out. */
  private final Map<String, Map<Long, Long>> balance = new HashMap<>();

  private final StreamEnds recorded;
  private long bronze;
  private long silver;
  private long unreadable;

  private LineAccounts(StreamEnds recorded) {
    this.recorded = recorded;
  }

  static LineAccounts of(LayerTables layers) {
    // The ledger is read first: the layers hold every batch that is in it by now.
    LineAccounts accounts = new LineAccounts(StreamEnds.of(layers.ledger()));
    layers.bronze().scan(LandedLine.PROJECTION, line -> accounts.bronze += accounts.post(line, 1));
    layers.silver().scan(LandedLine.PROJECTION, line -> accounts.silver += accounts.post(line, -1));
    layers
        .quarantine()
        .scan(
            Quarantine.STAGED_LINES,
            staged -> {
              if (staged.stage() == Quarantine.Stage.READ) {
                accounts.unreadable += accounts.post(staged.line(), -1);
              }
            });
    return accounts;
  }

  /** Counts a line; returns 1, or 0 if the batch of the line is not in the ledger. */
  private int post(LandedLine line, long side) {
    if (!recorded.hold(line)) {
      return 0;
    }
    balance
        .computeIfAbsent(line.stream(), stream -> new HashMap<>())
        .merge(line.sequence(), side, (a, b) -> a + b == 0 ? null : a + b);
    return 1;
  }

  /**
   * What was counted.
   *
   * @param missingBatches batches that a layer lacks as a whole
   */
  VerifyReport.LineCheck counted(int missingBatches) {
    return new VerifyReport.LineCheck(bronze, silver, unreadable, unaccounted(), missingBatches);
  }

  /** Lines that are in Bronze alone, or in Silver or quarantine without being in Bronze. */
  private long unaccounted() {
    return balance.values().stream()
        .flatMap(files -> files.values().stream())
        .mapToLong(Math::abs)
        .sum();
  }

  /** Descriptions of at most {@code limit} files with unaccounted lines. */
  List<String> samples(int limit) {
    return balance.entrySet().stream()
        .flatMap(
            stream ->
                stream.getValue().entrySet().stream()
                    .map(file -> sample(stream.getKey(), file.getKey(), file.getValue())))
        .limit(limit)
        .toList();
  }

  private static String sample(String stream, long sequence, long lines) {
    return "unaccounted: file "
        + sequence
        + " of stream "
        + stream
        + (lines > 0
            ? " has " + lines + " lines in bronze that are neither in silver nor in quarantine"
            : " has " + -lines + " lines in silver or quarantine that are not in bronze");
  }
}
