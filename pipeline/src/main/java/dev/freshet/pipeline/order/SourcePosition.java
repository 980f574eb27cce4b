package dev.freshet.pipeline.order;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a change stands in the order of its source.
 *
 * @param epoch of the source, as configured; a change of a higher epoch is newer than every change
 *     of a lower one
 * @param read whether the change is a row as a snapshot read it: it holds everything that was
 *     committed up to its place
 * @param places in the logs of the source, the one that decides first; empty if the source has no
 *     log or the change does not say
 * @param ordinal number of the change in its transaction, which decides between changes at one
 *     place of a log; null if the feed does not count them
 * @param number one number for the place, shown as the version of a record without a version
 *     column; null if there is none
 * @param micros when the source committed the change, or when the snapshot read it, in microseconds
 *     since 1970; null if the change does not say. It never makes a change newer than a place in a
 *     log does.
 */
public record SourcePosition(
    int epoch,
    boolean read,
    List<LogPlace> places,
    @Nullable Long ordinal,
    @Nullable Long number,
    @Nullable Long micros) {

  public SourcePosition {
    places = List.copyOf(places);
  }

  /** The position of a change that says nothing about its place. */
  public static SourcePosition none(int epoch) {
    return new SourcePosition(epoch, false, List.of(), null, null, null);
  }

  /** The position in a table of an earlier version of Freshet, which kept one number. */
  public static SourcePosition ofNumber(long number) {
    return new SourcePosition(0, false, List.of(), null, number, null);
  }

  /** How this change stands to {@code known} by epoch and logs; clocks are not asked. */
  public Relation relationTo(SourcePosition known) {
    if (epoch != known.epoch) {
      return Relation.of(Integer.compare(epoch, known.epoch));
    }
    for (LogPlace place : places) {
      for (LogPlace other : known.places) {
        if (place.sameLog(other)) {
          return place.sameBranch(other) ? relation(place, other, known) : Relation.UNDECIDED;
        }
      }
    }
    boolean numbersOnly = known.places.isEmpty() && known.number != null && number != null;
    return numbersOnly ? Relation.of(Long.compare(number, known.number)) : Relation.UNDECIDED;
  }

  private Relation relation(LogPlace place, LogPlace other, SourcePosition known) {
    int commit = place.compareCommit(other);
    if (read || known.read) {
      // The first transaction after a snapshot may have written below the place of the snapshot.
      boolean below = read ? !known.read && commit > 0 : commit < 0;
      boolean first = below && place.commitAtLeast() && other.commitAtLeast();
      return commit == 0 || first ? Relation.UNDECIDED : Relation.of(commit);
    }
    if (commit != 0) {
      return Relation.of(commit);
    }
    int within = place.compareWithin(other);
    boolean counted = ordinal != null && known.ordinal != null;
    return Relation.of(within == 0 && counted ? Long.compare(ordinal, known.ordinal) : within);
  }

  /**
   * Whether both are parts of one change, such as the deletion and the insertion that an update of
   * the primary key becomes: they stand at one place of a log.
   */
  public boolean isSameChange(SourcePosition other) {
    return !read && !other.read && !places.isEmpty() && places.equals(other.places);
  }

  /** When it happened at the source; null if the change does not say. */
  public @Nullable Instant time() {
    return micros == null
        ? null
        : Instant.ofEpochSecond(
            Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000L);
  }

  /** Whether the source's clock says that this change came later; false if one has no time. */
  public boolean isLaterThan(SourcePosition known) {
    return micros != null && known.micros != null && micros > known.micros;
  }

  /** Whether the clocks of both are known. */
  public boolean hasTimeLike(SourcePosition known) {
    return micros != null && known.micros != null;
  }

  /** This position, standing where {@code known} stands in the logs. */
  public SourcePosition at(SourcePosition known) {
    return new SourcePosition(epoch, read, known.places, ordinal, known.number, micros);
  }
}
