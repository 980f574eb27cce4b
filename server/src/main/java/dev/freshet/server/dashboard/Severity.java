package dev.freshet.server.dashboard;

/** How soon a person must act. */
enum Severity {
  /** Now: searches fail, or new data does not become queryable. */
  CRITICAL,
  /** Today: an objective is missed, or soon will be. */
  WARNING
}
