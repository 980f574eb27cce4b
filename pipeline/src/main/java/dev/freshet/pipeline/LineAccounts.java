package dev.freshet.pipeline;

import dev.freshet.pipeline.layer.LayerTables;
import dev.freshet.pipeline.layer.Quarantine;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * Whether every landed line is in Bronze and in one of Silver and quarantine, file by file. Counts
 * lines of batches in the ledger only: of a batch under way the layers may hold any part. Some 100
 * bytes of heap per file version while it counts.
 */
final class LineAccounts {

  /** Lines that Bronze has too many, per file sequence, per stream; balanced files are left out. */
  private final Map<String, Map<Long, Long>> balance = new HashMap<>();

  private final StreamEnds recorded;
  private long bronze;
  private long silver;
  private long unreadable;

  private LineAccounts(StreamEnds recorded) {
    this.recorded = recorded;
  }

  static LineAccounts of(LayerTables layers) {
    // The ledger first: whatever it holds now, the layers hold when they are read.
    LineAccounts accounts = new LineAccounts(StreamEnds.of(layers.ledger()));
    OptionalLong all = OptionalLong.empty();
    layers
        .bronze()
        .scan(
            List.of("batch_id", "sequence"), all, row -> accounts.bronze += accounts.post(row, 1));
    layers
        .silver()
        .scan(
            List.of("batch_id", "sequence"), all, row -> accounts.silver += accounts.post(row, -1));
    String read = Quarantine.stage(Quarantine.Stage.READ);
    layers
        .quarantine()
        .scan(
            List.of("batch_id", "sequence", "stage"),
            all,
            row -> {
              if (read.equals(row[2])) {
                accounts.unreadable += accounts.post(row, -1);
              }
            });
    return accounts;
  }

  /** Returns by how many lines the count of the row's layer grows: 0 if its batch is left out. */
  private int post(Object[] row, long side) {
    String batchId = (String) Objects.requireNonNull(row[0]);
    long sequence = (Long) Objects.requireNonNull(row[1]);
    if (!recorded.hold(batchId, sequence)) {
      return 0;
    }
    balance
        .computeIfAbsent(StreamEnds.stream(batchId), stream -> new HashMap<>())
        .merge(sequence, side, (a, b) -> a + b == 0 ? null : a + b);
    return 1;
  }

  long bronze() {
    return bronze;
  }

  long silver() {
    return silver;
  }

  long unreadable() {
    return unreadable;
  }

  /** Lines that are in Bronze alone, or in Silver or quarantine without being in Bronze. */
  long unaccounted() {
    return balance.values().stream()
        .flatMap(files -> files.values().stream())
        .mapToLong(Math::abs)
        .sum();
  }

  /** At most {@code limit} of the files with such lines, in words. */
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
