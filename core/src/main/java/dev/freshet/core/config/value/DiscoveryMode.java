package dev.freshet.core.config.value;

/** How new files are found. */
public enum DiscoveryMode {
  /** The best way the landing zone's storage offers; listing in this version. */
  AUTO,
  /** By listing directories. */
  LISTING
}
