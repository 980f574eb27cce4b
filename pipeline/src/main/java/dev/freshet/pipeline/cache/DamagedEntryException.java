package dev.freshet.pipeline.cache;

/** An entry of the cache is not what was written, so the cache cannot be trusted any more. */
final class DamagedEntryException extends Exception {

  private static final long serialVersionUID = 1L;

  DamagedEntryException(String message) {
    super(message);
  }
}
