package dev.freshet.core.error;

/** Another writer opened the table: stop, do not retry. */
public final class FencedWriterException extends FreshetException {

  public FencedWriterException(String message) {
    super(ErrorCode.WRITER_FENCED, message);
  }
}
