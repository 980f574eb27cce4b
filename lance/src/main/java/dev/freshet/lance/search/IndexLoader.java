package dev.freshet.lance.search;

/** Reads the indexes of a version into the native caches. */
interface IndexLoader {

  /**
   * Returns when all is read, or soon after {@link #stop}. Throws what the native library throws.
   */
  void load(TableVersion version) throws Exception;

  /** Makes {@link #load} return when it can. */
  default void stop() {}
}
