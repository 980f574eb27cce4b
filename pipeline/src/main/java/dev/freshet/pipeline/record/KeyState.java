package dev.freshet.pipeline.record;

import dev.freshet.home.layer.GoldState;
import java.util.Comparator;

/**
 * What is known of a record key: the version accepted last.
 *
 * @param version version of the record as the source counts it; {@link #UNKNOWN_VERSION} for a
 *     tombstone of a record that was never seen
 * @param position where in the source the change stood; decides between equal versions
 * @param deleted whether that version deleted the record (a tombstone)
 */
public record KeyState(long version, long position, boolean deleted) {

  /** Version of a tombstone that nothing else is known of; lower than every known version. */
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
   * Whether this state replaces another. The higher version does; of equal versions a delete
   * replaces a live state, so that a tombstone is never undone by a change it may have followed; of
   * equal versions of the same kind the later position does. A total order: an accepted state is
   * always above the one it replaced, so the highest of a record's accepted states is the last.
   */
  public boolean isNewerThan(KeyState other) {
    return ORDER.compare(this, other) > 0;
  }
}
