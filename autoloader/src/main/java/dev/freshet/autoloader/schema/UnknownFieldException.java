package dev.freshet.autoloader.schema;

/**
 * A file has columns that the schema of the stream lacks, and the stream may not go on without
 * them. The message says whether starting the query again is enough.
 */
public final class UnknownFieldException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what was found and what to do
   */
  public UnknownFieldException(String message) {
    super(message);
  }
}
