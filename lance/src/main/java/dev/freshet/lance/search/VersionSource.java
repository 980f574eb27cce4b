package dev.freshet.lance.search;

import dev.freshet.core.vector.TableState;

/**
 * Says which version a reader answers from. Never goes back. Not thread-safe: a reader calls it
 * under its lock, and starts its scans there, since the version's handle may be closed afterwards.
 */
public interface VersionSource {

  /**
   * The version to answer from.
   *
   * @throws dev.freshet.core.error.FreshetException as {@link VersionOpener#newest}
   */
  TableVersion current();

  /**
   * Whether no newer version than {@code version}, which is current, was there at the last look.
   */
  boolean isNewest(TableVersion version);

  /** What {@code version}, which is current, says of itself. */
  default TableState state(TableVersion version) {
    return isNewest(version) ? version.state() : version.state().superseded();
  }

  /**
   * Closes the handles of its versions.
   *
   * @return false if a load that cannot be broken off still uses them, so that they stay open, and
   *     what they come from has to
   */
  boolean close();
}
