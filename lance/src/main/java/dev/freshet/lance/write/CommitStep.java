package dev.freshet.lance.write;

/** The moments of the commit protocol at which a process may die. */
public enum CommitStep {
  /** Fragments are on disk; nothing refers to them. */
  STAGED,
  /** Deletion vectors are on disk; the commit has not been sent. */
  BEFORE_COMMIT,
  /** The commit is in the table; the writer has not heard of it yet. */
  AFTER_COMMIT
}
