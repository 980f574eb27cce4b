package dev.freshet.pipeline.stage;

import dev.freshet.pipeline.change.ChangeEvent;
import dev.freshet.pipeline.record.ChangeOrder;
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
 * @param backwards how many of those show that their source went backwards
 * @param renamed how many events gave their record another key; each decides about two records, so
 *     accepted and stale changes together are the events and the renamed
 */
record Reduction(Map<String, AcceptedChange> accepted, long stale, long backwards, long renamed) {

  /**
   * The reduction of a batch.
   *
   * @param events in order of arrival; control events are skipped
   * @param known states of the records before the batch
   */
  static Reduction of(List<LandedEvent> events, Map<String, KeyState> known, ChangeOrder order) {
    Fold fold = new Fold(known, order);
    events.forEach(fold::take);
    return new Reduction(fold.newest.elements(), fold.stale, fold.backwards, fold.renamed);
  }

  /** A reduction under way. Not thread-safe. */
  private static final class Fold {

    private final NewestByKey<AcceptedChange> newest;
    private final ChangeOrder order;
    private long stale;
    private long backwards;
    private long renamed;

    Fold(Map<String, KeyState> known, ChangeOrder order) {
      this.newest = new NewestByKey<>(AcceptedChange::state, known);
      this.order = order;
    }

    void take(LandedEvent landed) {
      ChangeEvent event = landed.event();
      if (event.op() == ChangeEvent.Op.CONTROL) {
        return;
      }
      if (event.replacedKey() != null) {
        renamed++;
        take(landed.saying(event.deletionOfReplaced()));
      }
      String key = Objects.requireNonNull(event.recordKey());
      KeyState current = newest.current(key);
      KeyState next = order.next(event, landed.row(), landed.digest(order), current);
      count(event, current, next, newest.holds(key));
      if (next != null) {
        newest.offer(key, new AcceptedChange(landed, next));
      }
    }

    private void count(
        ChangeEvent event, @Nullable KeyState current, @Nullable KeyState next, boolean replaces) {
      if (next == null || replaces) {
        stale++;
      }
      if (next == null && current != null && order.isBackwards(event, current)) {
        backwards++;
      }
    }
  }
}
