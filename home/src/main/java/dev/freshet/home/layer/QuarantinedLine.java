package dev.freshet.home.layer;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
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

  private static final Projection<WithPayload> WITH_PAYLOAD =
      Projection.of(
          Stream.concat(PROJECTION.columns().stream(), Stream.of("payload")).toList(),
          cells -> new WithPayload(PROJECTION.read(cells), cells.optionalText(7)));

  private static final Comparator<QuarantinedLine> BY_ARRIVAL =
      Comparator.comparingLong(QuarantinedLine::sequence).thenComparingLong(QuarantinedLine::line);

  /**
   * A row of the quarantine table.
   *
   * @param row all but the line itself
   * @param payload the line as it landed; null if the row is about a whole file
   */
  public record WithPayload(QuarantinedLine row, @Nullable String payload) {}

  /**
   * The newest rows of the table, newest first.
   *
   * @param limit at most this many, at least 1
   * @param after rows of file versions after this one only; files without such rows are not opened
   * @param wanted which rows
   */
  public static List<QuarantinedLine> newest(
      LayerTable<QuarantineRow> quarantine,
      int limit,
      OptionalLong after,
      Predicate<QuarantinedLine> wanted) {
    return quarantine.last(limit, BY_ARRIVAL, PROJECTION, LayerTable.after(after), wanted);
  }

  /** Streams all rows, in no particular order. */
  public static void scan(
      LayerTable<QuarantineRow> quarantine, Consumer<QuarantinedLine> consumer) {
    quarantine.scan(PROJECTION, consumer);
  }

  /**
   * The rows of a line. There is more than one if the numbering of files began again, since a file
   * of each stream may have the number.
   *
   * @param sequence of the file version
   */
  public static List<WithPayload> at(
      LayerTable<QuarantineRow> quarantine, long sequence, long line) {
    List<WithPayload> found = new ArrayList<>();
    quarantine.scanBetween(
        WITH_PAYLOAD,
        sequence - 1,
        sequence,
        each -> {
          if (each.row().line() == line) {
            found.add(each);
          }
        });
    return found;
  }
}
