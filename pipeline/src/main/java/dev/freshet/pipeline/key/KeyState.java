package dev.freshet.pipeline.key;

/**
 * What is known of a record key: the version accepted last.
 *
 * @param version version of the record as the source counts it
 * @param position where in the source the change stood, for reports; decides nothing between
 *     different versions
 * @param deleted whether that version deleted the record (a tombstone)
 */
public record KeyState(long version, long position, boolean deleted) {

  /**
   * Whether this state replaces another. The higher version does; of equal versions a delete
   * replaces a live state, so that a tombstone is never undone by a change it may have followed;
   * everything else is not newer.
   */
  public boolean isNewerThan(KeyState other) {
    return version != other.version ? version > other.version : deleted && !other.deleted;
  }

  /**
   * The state to keep of two of the same key. Commutative, associative and idempotent, so that
   * states may be folded in any order and any number of times: of two that do not replace each
   * other the one at the earlier position stays.
   */
  public KeyState latest(KeyState other) {
    if (isNewerThan(other)) {
      return this;
    }
    if (other.isNewerThan(this)) {
      return other;
    }
    return position <= other.position ? this : other;
  }
}
