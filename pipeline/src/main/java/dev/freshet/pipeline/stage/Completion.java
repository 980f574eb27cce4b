package dev.freshet.pipeline.stage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.pipeline.change.ChangeEvent;
import dev.freshet.pipeline.change.EventReader;
import dev.freshet.pipeline.change.LandedRow;
import dev.freshet.pipeline.change.Reading;
import dev.freshet.pipeline.order.SourcePosition;
import dev.freshet.pipeline.record.ChangeOrder;
import dev.freshet.pipeline.record.KeyState;
import dev.freshet.pipeline.stage.LineReading.ReadLine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Completes the events of a batch that leave unchanged columns out: with the columns that the
 * record had before, in the order in which changes count. A record that was deleted has none. An
 * update that gave a record another key arrives as a deletion and an insertion at one place of the
 * log; the insertion is completed with the columns of the deleted record. What cannot be completed
 * is rejected, so that a placeholder is never taken for a value. Used for one batch by one thread.
 */
final class Completion {

  private final EventReader reader;
  private final ChangeOrder order;
  private final KnownRows knownRows;
  private final Map<String, Row> rows = new HashMap<>();
  private @Nullable Deletion deletion;

  /** The columns of records before the batch. */
  interface KnownRows {

    /** The columns of the record's last state; null if it is deleted or was never seen. */
    @Nullable ObjectNode columns(KeyState state);
  }

  /** What is known of a record by now. */
  private record Row(@Nullable KeyState state, @Nullable ObjectNode columns) {}

  /** A deletion, and what was known of the record before it. */
  private record Deletion(String key, SourcePosition position, Row before) {}

  private Completion(EventReader reader, ChangeOrder order, KnownRows knownRows) {
    this.reader = reader;
    this.order = order;
    this.knownRows = knownRows;
  }

  /** Whether a line has to be completed. */
  static boolean isNeeded(List<ReadLine> lines) {
    return lines.stream().anyMatch(line -> line.reading() instanceof Reading.Incomplete);
  }

  /**
   * The lines, with an event or a rejection in the place of every incomplete event.
   *
   * @param lines in order of arrival
   * @param known states of the records before the batch
   */
  static List<ReadLine> complete(
      List<ReadLine> lines,
      Map<String, KeyState> known,
      EventReader reader,
      ChangeOrder order,
      KnownRows knownRows) {
    Completion completion = new Completion(reader, order, knownRows);
    List<ReadLine> complete = new ArrayList<>(lines.size());
    lines.forEach(line -> complete.add(completion.complete(line, known)));
    return complete;
  }

  private ReadLine complete(ReadLine line, Map<String, KeyState> known) {
    ChangeEvent event = line.event();
    if (event == null || event.recordKey() == null) {
      return line;
    }
    Row before = row(event.recordKey(), known);
    Row source = before;
    if (event.replacedKey() != null) {
      source = row(event.replacedKey(), known);
      rows.put(event.replacedKey(), new Row(source.state, null));
    }
    ReadLine read = line;
    if (line.reading() instanceof Reading.Incomplete incomplete) {
      boolean counts = next(line.row(), event, before) != null;
      read =
          new ReadLine(
              line.row(),
              counts
                  ? reader.completed(incomplete, columns(source, event))
                  : new Reading.Event(event, null));
    }
    if (read.reading() instanceof Reading.Event complete) {
      take(line.row(), complete.event(), before);
    }
    return read;
  }

  private Row row(String key, Map<String, KeyState> known) {
    return rows.computeIfAbsent(key, each -> new Row(known.get(each), null));
  }

  private @Nullable ObjectNode columns(Row row, ChangeEvent event) {
    boolean renames =
        deletion != null
            && !deletion.key.equals(event.recordKey())
            && deletion.position.isSameChange(event.position());
    return columns(renames ? deletion.before : row);
  }

  private @Nullable ObjectNode columns(Row row) {
    boolean live = row.state != null && !row.state.deleted();
    if (!live || row.columns != null) {
      return live ? row.columns : null;
    }
    return knownRows.columns(Objects.requireNonNull(row.state));
  }

  private void take(LandedRow row, ChangeEvent event, Row before) {
    deletion =
        event.op() == ChangeEvent.Op.DELETE
            ? new Deletion(event.recordKey(), event.position(), before)
            : null;
    KeyState next = next(row, event, before);
    if (next != null) {
      rows.put(event.recordKey(), new Row(next, event.fields()));
    }
  }

  private @Nullable KeyState next(LandedRow row, ChangeEvent event, Row before) {
    long digest = new LandedEvent(row, new Reading.Event(event, null)).digest();
    return order.next(event, row, digest, before.state);
  }
}
