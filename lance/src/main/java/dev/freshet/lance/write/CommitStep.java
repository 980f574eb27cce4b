package dev.freshet.lance.write;

/** The moments of the commit protocol at which a process may die. */
enum CommitStep {
  /** Fragments are on disk; no version refers to them. */
  STAGED,
  /** Deletion vectors are on disk; the commit has not been sent. */
  BEFORE_COMMIT,
  /** The commit is in the table; the writer does not know it yet. */
  AFTER_COMMIT
}
