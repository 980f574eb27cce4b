package dev.freshet.pipeline.key;

/**
 * What is known of a record key: the version accepted last.
 *
 * @param version version of the record as the source counts it; {@link #UNKNOWN_VERSION} for a
 *     tombstone of a record that was never seen
 * @param position where in the source the change stood; decides between equal versions
 * @param deleted whether that version deleted the record (a tombstone)
 */
public record KeyState(long version, long position, boolean deleted) {

  /** A delete that carries no version, of a record nothing is known of: only positions compare. */
  public static final long UNKNOWN_VERSION = Long.MIN_VALUE;

  /**
   * Whether this state replaces another. The higher version does; of equal versions a delete
   * replaces a live state, so that a tombstone is never undone by a change it may have followed; of
   * equal versions of the same kind the later position does. Where a version is unknown the
   * position alone decides.
   */
  public boolean isNewerThan(KeyState other) {
    if (version == UNKNOWN_VERSION || other.version == UNKNOWN_VERSION) {
      return position > other.position;
    }
    if (version != other.version) {
      return version > other.version;
    }
    return deleted == other.deleted ? position > other.position : deleted;
  }

  /**
   * The state to keep of two of the same key. As long as all versions are known it is commutative,
   * associative and idempotent, so that states may be folded in any order and any number of times.
   */
  public KeyState latest(KeyState other) {
    return other.isNewerThan(this) ? other : this;
  }
}
