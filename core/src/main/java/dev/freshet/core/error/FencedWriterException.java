package dev.freshet.core.error;

/** Another writer took the table over: stop, do not retry. */
public final class FencedWriterException extends FreshetException {

  public FencedWriterException(String message) {
    super(ErrorCode.WRITER_FENCED, message);
  }
}
