package dev.freshet.pipeline.record;

import dev.freshet.home.layer.GoldState;
import java.util.Comparator;

/**
 * The last accepted version of a record.
 *
 * @param version version of the record as the source counts it; {@link #UNKNOWN_VERSION} for a
 *     tombstone of a record that was never seen
 * @param position where in the source the change stood; decides between equal versions
 * @param deleted whether that version deleted the record (a tombstone)
 */
public record KeyState(long version, long position, boolean deleted) {

  /** Version of a tombstone whose record was never seen; lower than every known version. */
  public static final long UNKNOWN_VERSION = Long.MIN_VALUE;

  private static final Comparator<KeyState> ORDER =
      Comparator.comparingLong(KeyState::version)
          .thenComparing(KeyState::deleted)
          .thenComparingLong(KeyState::position);

  /** The state after a row of Gold. */
  public static KeyState of(GoldState row) {
    return new KeyState(row.version(), row.position(), row.deleted());
  }

  /**
   * Whether this state replaces another. The higher version wins. Of equal versions a delete wins
   * over a live state, so that a change that may have come before a tombstone never undoes it. Of
   * equal versions of the same kind the later position wins. This is a total order: an accepted
   * state is always above the one it replaced, so the highest of a record's accepted states is the
   * last.
   */
  public boolean isNewerThan(KeyState other) {
    return ORDER.compare(this, other) > 0;
  }
}
