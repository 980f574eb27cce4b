package dev.freshet.server.dashboard;

/** How soon somebody has to act. */
public enum Severity {
  /** Now: searches fail, or answers stop getting fresher. */
  CRITICAL,
  /** Today: a promise is broken, or soon will be. */
  WARNING
}
