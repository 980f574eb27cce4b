package dev.freshet.pipeline.record;

import dev.freshet.pipeline.change.ChangeEvent;
import dev.freshet.pipeline.change.LandedRow;
import dev.freshet.pipeline.order.Relation;
import dev.freshet.pipeline.order.SourcePosition;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a change is newer than what is known of its record. Pure.
 *
 * <ol>
 *   <li>A higher epoch of the source is newer.
 *   <li>Where a version column is configured, the higher version is newer. A tombstone took the
 *       version that it met, so the log is asked first there.
 *   <li>The log of the source decides, as its connector defines it.
 *   <li>What the log cannot decide is decided by arrival, with three exceptions: a row that a
 *       snapshot read before a known change of the log was committed is older than that change; a
 *       line that lands again changes nothing; nor does a second delete at the same place.
 * </ol>
 *
 * @param versioned whether a column counts the versions of a record
 */
public record ChangeOrder(boolean versioned) {

  /** A version this many times lower is of another unit, such as seconds after milliseconds. */
  private static final int OTHER_UNIT = 100;

  /**
   * Whether the line of an event may have to be known again: it has a version or a place in a log,
   * which another line may have too.
   */
  public boolean comparesContent(ChangeEvent event) {
    return event.op() == ChangeEvent.Op.UPSERT
        && (versioned || !event.position().places().isEmpty());
  }

  /**
   * The record's state after an event, or null if the event is not newer than the state.
   *
   * @param digest of the line; 0 for an event whose content is not compared
   */
  public @Nullable KeyState next(
      ChangeEvent event, LandedRow row, long digest, @Nullable KeyState current) {
    if (current == null) {
      return state(event, row, digest, event.position(), version(event, null));
    }
    if (!isNewer(event, row, digest, current)) {
      return null;
    }
    SourcePosition own = event.position();
    boolean placeless = own.read() && own.places().isEmpty() && sameEpoch(event, current);
    return state(
        event,
        row,
        digest == 0 ? current.content() : digest,
        placeless ? own.at(current.position()) : own,
        version(event, current));
  }

  private boolean isNewer(ChangeEvent event, LandedRow row, long digest, KeyState current) {
    Relation log = event.position().relationTo(current.position());
    boolean decided = log == Relation.OLDER || log == Relation.NEWER;
    if (sameEpoch(event, current)
        && differentVersions(event, current)
        && !(current.deleted() && decided)) {
      return event.version() > current.version();
    }
    if (decided) {
      return log == Relation.NEWER;
    }
    if (event.position().read()
        && !current.position().read()
        && event.position().hasTimeLike(current.position())) {
      return event.position().isLaterThan(current.position());
    }
    return !isRepeated(event, log, digest, current) && row.arrival() > current.arrival();
  }

  private boolean isRepeated(ChangeEvent event, Relation log, long digest, KeyState current) {
    if (event.op() == ChangeEvent.Op.DELETE) {
      return log == Relation.SAME && current.deleted();
    }
    boolean sameVersion = versioned && event.version() != null;
    return (log == Relation.SAME || sameVersion) && digest == current.content();
  }

  private boolean differentVersions(ChangeEvent event, KeyState current) {
    return versioned
        && event.version() != null
        && current.version() != KeyState.UNKNOWN_VERSION
        && event.version() != current.version();
  }

  private static boolean sameEpoch(ChangeEvent event, KeyState current) {
    return event.position().epoch() == current.position().epoch();
  }

  /**
   * Whether an event that is not newer shows that its source went backwards: the source says that
   * it was committed after the known change, or its version is of a smaller unit.
   */
  public boolean isBackwards(ChangeEvent event, KeyState current) {
    if (!sameEpoch(event, current)) {
      return false;
    }
    boolean lowerVersion = differentVersions(event, current) && event.version() < current.version();
    boolean older = event.position().relationTo(current.position()) == Relation.OLDER;
    boolean otherUnit =
        lowerVersion && event.version() > 0 && event.version() < current.version() / OTHER_UNIT;
    boolean later = !event.position().read() && event.position().isLaterThan(current.position());
    return otherUnit || ((older || lowerVersion) && later);
  }

  private static long version(ChangeEvent event, @Nullable KeyState current) {
    if (event.version() != null) {
      return event.version();
    }
    return current == null ? KeyState.UNKNOWN_VERSION : current.version();
  }

  private static KeyState state(
      ChangeEvent event, LandedRow row, long content, SourcePosition position, long version) {
    boolean deleted = event.op() == ChangeEvent.Op.DELETE;
    return new KeyState(version, position, deleted, row.place(), row.arrival(), content);
  }
}
