package dev.freshet.core.config;

/** How new files are found. */
public enum Discovery {
  /** The best way the landing zone's storage offers; listing in this version. */
  AUTO,
  /** By listing directories. */
  LISTING
}
