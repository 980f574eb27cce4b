package dev.freshet.lance.search;

import dev.freshet.core.vector.TableState;

/**
 * Provides the version that a reader answers from; it never goes back to an older one. Not
 * thread-safe: a reader calls it and starts its scans under one lock, since the version's handle
 * may be closed afterwards.
 */
interface VersionSource {

  /**
   * The version to answer from.
   *
   * @throws dev.freshet.core.error.FreshetException as {@link VersionOpener#newest}
   */
  TableVersion current();

  /**
   * Whether the last check found no version newer than {@code version}, which is the current one.
   */
  boolean isNewest(TableVersion version);

  /** The state of {@code version}, which is the current one. */
  default TableState state(TableVersion version) {
    return isNewest(version) ? version.state() : version.state().superseded();
  }

  /**
   * Closes the handles of its versions.
   *
   * @return false if a load that cannot be interrupted still uses them: they stay open, and the
   *     table they come from has to stay open as well
   */
  boolean close();
}
