package dev.freshet.core.config.value;

/** How new files are found. */
public enum DiscoveryMode {
  /** By events if there are any, else by listing. */
  AUTO,
  /** By listing directories. */
  LISTING,
  /** By events of the file system or of a queue, and by listing what no event said. */
  EVENTS
}
