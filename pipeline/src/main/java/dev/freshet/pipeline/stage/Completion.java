package dev.freshet.pipeline.stage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.pipeline.change.ChangeEvent;
import dev.freshet.pipeline.change.EventReader;
import dev.freshet.pipeline.change.LandedRow;
import dev.freshet.pipeline.change.Reading;
import dev.freshet.pipeline.order.SourcePosition;
import dev.freshet.pipeline.record.ChangeOrder;
import dev.freshet.pipeline.record.KeyState;
import dev.freshet.pipeline.stage.landed.LineReading.ReadLine;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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
  private final Map<String, KeyState> known;
  private final Map<Long, ObjectNode> knownColumns;
  private final Map<String, Row> rows = new HashMap<>();
  private @Nullable Deletion deletion;

  /** Finds the columns of records before the batch. */
  interface KnownRows {

    /** The columns of live states, by the place of the state; what is not known is left out. */
    Map<Long, ObjectNode> columns(Collection<KeyState> states);
  }

  /** What is known of a record by now. */
  private record Row(@Nullable KeyState state, @Nullable ObjectNode columns) {}

  /** A deletion, and what was known of the record before it. */
  private record Deletion(String key, SourcePosition position, Row before) {}

  private Completion(
      EventReader reader,
      ChangeOrder order,
      Map<String, KeyState> known,
      Map<Long, ObjectNode> knownColumns) {
    this.reader = reader;
    this.order = order;
    this.known = known;
    this.knownColumns = knownColumns;
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
    Map<Long, ObjectNode> columns = knownRows.columns(wanted(lines, known));
    Completion completion = new Completion(reader, order, known, columns);
    return lines.stream().map(completion::complete).toList();
  }

  /**
   * The live states whose columns may be needed: of the records with incomplete events, and of the
   * record that was deleted just before one.
   */
  private static List<KeyState> wanted(List<ReadLine> lines, Map<String, KeyState> known) {
    Set<String> keys = new LinkedHashSet<>();
    String deleted = null;
    for (ReadLine line : lines) {
      ChangeEvent event = line.event();
      if (event == null || event.recordKey() == null) {
        continue;
      }
      if (line.reading() instanceof Reading.Incomplete) {
        keys.add(event.recordKey());
        keys.add(event.replacedKey());
        keys.add(deleted);
      }
      deleted = event.op() == ChangeEvent.Op.DELETE ? event.recordKey() : null;
    }
    return keys.stream()
        .filter(Objects::nonNull)
        .map(known::get)
        .filter(state -> state != null && !state.deleted())
        .toList();
  }

  private ReadLine complete(ReadLine line) {
    ChangeEvent event = line.event();
    if (event == null || event.recordKey() == null) {
      return line;
    }
    ReadLine read =
        line.reading() instanceof Reading.Incomplete incomplete
            ? new ReadLine(line.row(), complete(line.row(), incomplete))
            : line;
    if (read.reading() instanceof Reading.Event complete) {
      take(line.row(), complete.event());
    }
    return read;
  }

  /** An event that does not count is not completed: what it says has no effect. */
  private Reading complete(LandedRow row, Reading.Incomplete incomplete) {
    ChangeEvent event = incomplete.event();
    return next(row, event) == null
        ? new Reading.Event(event, null)
        : reader.completed(incomplete, columns(event));
  }

  private Row row(String key) {
    return rows.computeIfAbsent(key, each -> new Row(known.get(each), null));
  }

  /** The columns of the record before the event, under the key that it had. */
  private @Nullable ObjectNode columns(ChangeEvent event) {
    boolean moves =
        deletion != null
            && !deletion.key.equals(event.recordKey())
            && deletion.position.isSameChange(event.position());
    if (moves) {
      return columns(deletion.before);
    }
    return columns(row(event.replacedKey() == null ? event.recordKey() : event.replacedKey()));
  }

  private @Nullable ObjectNode columns(Row row) {
    if (row.state == null || row.state.deleted()) {
      return null;
    }
    return row.columns == null ? knownColumns.get(row.state.place()) : row.columns;
  }

  private void take(LandedRow row, ChangeEvent event) {
    deletion =
        event.op() == ChangeEvent.Op.DELETE
            ? new Deletion(event.recordKey(), event.position(), row(event.recordKey()))
            : null;
    if (event.replacedKey() != null) {
      accept(row, event.deletionOfReplaced());
    }
    accept(row, event);
  }

  private void accept(LandedRow row, ChangeEvent event) {
    KeyState next = next(row, event);
    if (next != null) {
      rows.put(event.recordKey(), new Row(next, event.fields()));
    }
  }

  private @Nullable KeyState next(LandedRow row, ChangeEvent event) {
    LandedEvent landed = new LandedEvent(row, new Reading.Event(event, null));
    return order.next(event, row, landed.digest(order), row(event.recordKey()).state);
  }
}
