package dev.freshet.pipeline.layer;

import dev.freshet.pipeline.delta.DeltaTable;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * A row of the quarantine table, without the line itself.
 *
 * @param sequence of the file version it landed in
 * @param file where it landed
 * @param line in the file from 1; 0 for the file itself
 * @param landedAt when the file landed
 * @param stage {@code read}: it is no valid event, or {@code embed}: the model refuses its text
 * @param reason why, and what to do
 * @param recordKey null if it was not understood
 */
public record QuarantinedLine(
    long sequence,
    String file,
    long line,
    Instant landedAt,
    String stage,
    String reason,
    @Nullable String recordKey) {

  private static final List<String> COLUMNS =
      List.of(Lineage.SEQUENCE, "file", "line", "landed_at", "stage", "reason", "record_key");

  private static final Comparator<QuarantinedLine> BY_ARRIVAL =
      Comparator.comparingLong(QuarantinedLine::sequence).thenComparingLong(QuarantinedLine::line);

  /**
   * The newest rows of the table, newest first.
   *
   * @param limit at most this many, at least 1
   * @param after of file versions after this one only; files with none such are not opened
   */
  public static List<QuarantinedLine> newest(DeltaTable quarantine, int limit, OptionalLong after) {
    PriorityQueue<QuarantinedLine> newest = new PriorityQueue<>(BY_ARRIVAL);
    quarantine.scan(
        COLUMNS,
        after,
        row -> {
          newest.add(of(row));
          if (newest.size() > limit) {
            newest.remove();
          }
        });
    return newest.stream().sorted(BY_ARRIVAL.reversed()).toList();
  }

  /**
   * The line as it landed; empty if there is no such row, or if it is about a file as a whole.
   *
   * @param sequence of the file version
   */
  public static Optional<String> payload(DeltaTable quarantine, long sequence, long line) {
    PayloadOf wanted = new PayloadOf(line);
    quarantine.scanBetween(List.of("line", "payload"), sequence - 1, sequence, wanted::look);
    return Optional.ofNullable(wanted.payload);
  }

  private static QuarantinedLine of(@Nullable Object[] row) {
    return new QuarantinedLine(
        (long) Objects.requireNonNull(row[0]),
        (String) Objects.requireNonNull(row[1]),
        (long) Objects.requireNonNull(row[2]),
        (Instant) Objects.requireNonNull(row[3]),
        (String) Objects.requireNonNull(row[4]),
        (String) Objects.requireNonNull(row[5]),
        (String) row[6]);
  }

  /** Keeps the payload of one line of those that it is shown. */
  private static final class PayloadOf {

    private final long line;
    private @Nullable String payload;

    PayloadOf(long line) {
      this.line = line;
    }

    void look(@Nullable Object[] row) {
      if (Objects.equals(row[0], line)) {
        payload = (String) row[1];
      }
    }
  }
}
