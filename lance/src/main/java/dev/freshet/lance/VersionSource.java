package dev.freshet.lance;

/**
 * Says which version a reader answers from. Never goes back. Not thread-safe: a reader calls it
 * under its lock, and starts its scans there, since the version's handle may be closed afterwards.
 */
interface VersionSource extends AutoCloseable {

  /**
   * The version to answer from.
   *
   * @throws dev.freshet.core.error.FreshetException as {@link VersionOpener#newest}
   */
  TableVersion current();

  @Override
  void close();
}
