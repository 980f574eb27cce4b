package dev.freshet.pipeline.stage;

import dev.freshet.pipeline.change.ChangeEvent;
import dev.freshet.pipeline.record.KeyState;
import dev.freshet.pipeline.record.NewestByKey;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decides which events of a batch count: of each record the newest one, and only if it is newer
 * than the record's known state. Pure: the same batch over the same known states gives the same
 * answer.
 *
 * @param accepted the deciding change per record key, in order of first appearance
 * @param stale how many events changed nothing: they are older than, or equal to, what was known
 */
record Reduction(Map<String, AcceptedChange> accepted, long stale) {

  /**
   * @param events in order of arrival; control events are skipped
   * @param known states of the records before the batch
   */
  static Reduction of(List<LandedEvent> events, Map<String, KeyState> known) {
    NewestByKey<AcceptedChange> newest = new NewestByKey<>(AcceptedChange::state, known);
    long stale = 0;
    for (LandedEvent landed : events) {
      ChangeEvent event = landed.reading().event();
      if (event.op() == ChangeEvent.Op.CONTROL) {
        continue;
      }
      String key = Objects.requireNonNull(event.recordKey());
      KeyState next = next(event, newest.current(key));
      if (next == null || newest.holds(key)) {
        stale++;
      }
      if (next != null) {
        newest.offer(key, new AcceptedChange(landed, next));
      }
    }
    return new Reduction(newest.elements(), stale);
  }

  /** The record's state after the event, or null if the event is not newer than the state. */
  private static @Nullable KeyState next(ChangeEvent event, @Nullable KeyState current) {
    boolean deleted = event.op() == ChangeEvent.Op.DELETE;
    if (event.version() == null && current != null) {
      // A delete without a version ends the known version, unless it happened before that.
      return event.position() > current.position()
          ? new KeyState(current.version(), event.position(), true)
          : null;
    }
    if (current != null && current.deleted() && happenedBefore(event, current)) {
      return null;
    }
    long version = event.version() == null ? KeyState.UNKNOWN_VERSION : event.version();
    KeyState next = new KeyState(version, event.position(), deleted);
    return current == null || next.isNewerThan(current) ? next : null;
  }

  /**
   * Whether a change happened before a deletion. Its version cannot say so: a delete without a
   * version took the newest version that had arrived by then, which may be an older one, or none.
   */
  private static boolean happenedBefore(ChangeEvent event, KeyState tombstone) {
    return event.position() < tombstone.position()
        || (tombstone.version() == KeyState.UNKNOWN_VERSION
            && event.position() == tombstone.position());
  }
}
