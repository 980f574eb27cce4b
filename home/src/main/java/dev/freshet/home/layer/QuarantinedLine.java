package dev.freshet.home.layer;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A row of the quarantine table, without the line itself.
 *
 * @param sequence of the file version it landed in
 * @param file where it landed
 * @param line in the file from 1; 0 for the file itself
 * @param landedAt when the file landed
 * @param stage {@code read}: it is not a valid event, or {@code embed}: the model refuses its text
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

  private static final Projection<QuarantinedLine> PROJECTION =
      Projection.of(
          List.of(
              Lineage.SEQUENCE,
              Lineage.FILE,
              Lineage.LINE,
              Lineage.LANDED_AT,
              "stage",
              "reason",
              "record_key"),
          cells ->
              new QuarantinedLine(
                  cells.number(0),
                  cells.text(1),
                  cells.number(2),
                  cells.time(3),
                  cells.text(4),
                  cells.text(5),
                  cells.optionalText(6)));

  private static final Projection<Payload> PAYLOADS =
      Projection.of(
          List.of(Lineage.LINE, "payload"),
          cells -> new Payload(cells.number(0), cells.optionalText(1)));

  private static final Comparator<QuarantinedLine> BY_ARRIVAL =
      Comparator.comparingLong(QuarantinedLine::sequence).thenComparingLong(QuarantinedLine::line);

  private record Payload(long line, @Nullable String text) {}

  /**
   * The newest rows of the table, newest first.
   *
   * @param limit at most this many, at least 1
   * @param after rows of file versions after this one only; files without such rows are not opened
   */
  public static List<QuarantinedLine> newest(
      LayerTable<QuarantineRow> quarantine, int limit, OptionalLong after) {
    return quarantine.last(limit, BY_ARRIVAL, PROJECTION, LayerTable.after(after));
  }

  /**
   * The line as it landed; empty if there is no such row, or if the row is about a whole file.
   *
   * @param sequence of the file version
   */
  public static Optional<String> payload(
      LayerTable<QuarantineRow> quarantine, long sequence, long line) {
    AtomicReference<@Nullable String> found = new AtomicReference<>();
    quarantine.scanBetween(
        PAYLOADS,
        sequence - 1,
        sequence,
        payload -> {
          if (payload.line() == line) {
            found.set(payload.text());
          }
        });
    return Optional.ofNullable(found.get());
  }
}
