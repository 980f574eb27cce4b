package dev.freshet.autoloader.envelope;

import dev.freshet.autoloader.option.EnvelopeOptions;

/**
 * A file is larger than the reader's limit. None of its rows are in the result: split it, or raise
 * the limit and start the query again.
 */
public final class FileTooLargeException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String path;
  private final long limit;

  private FileTooLargeException(String path, String size, long limit) {
    super(
        "Cannot read file "
            + path
            + ": "
            + size
            + ", the limit is "
            + limit
            + " bytes. Split the file, or raise "
            + EnvelopeOptions.MAX_FILE_BYTES
            + " as far as the heap allows.");
    this.path = path;
    this.limit = limit;
  }

  static FileTooLargeException landed(String path, long bytes, long limit) {
    return new FileTooLargeException(path, "it has " + bytes + " bytes", limit);
  }

  static FileTooLargeException unpacked(String path, long limit) {
    return new FileTooLargeException(path, "its unpacked content has more", limit);
  }

  /** The file. */
  public String path() {
    return path;
  }

  /** The limit in bytes, of the file as it landed and of its content. */
  public long limit() {
    return limit;
  }
}
