package dev.freshet.lance.search;

/** Reads the indexes of a version into the native caches. */
interface IndexLoader {

  /**
   * Reads the indexes. Returns when all are read, or soon after {@link #stop}. Throws what the
   * native library throws.
   */
  void load(TableVersion version) throws Exception;

  /** Makes {@link #load} return as soon as possible. */
  default void stop() {}
}
