package dev.freshet.lance;

import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;

/**
 * Tells the failures of the native library apart. Lance 7.0.0 throws untyped exceptions, so the
 * message text is all there is; this is the only place that looks at it, and its test pins every
 * text to a real failure. It also throws checked exceptions from methods that declare none, so
 * every call into it is guarded with {@code catch (Exception e)}.
 */
final class LanceErrors {

  private LanceErrors() {}

  /** Another commit came first and touched the same fragment: look again and repeat. */
  static boolean isConflict(Exception e) {
    return mentions(e, "ommit conflict") || mentions(e, "ncompatible transaction");
  }

  /** The dataset, or the version of it that was asked for, is not there. */
  static boolean isNotFound(Exception e) {
    return mentions(e, "was not found") || mentions(e, "Not found: ");
  }

  static boolean isAlreadyThere(Exception e) {
    return mentions(e, "Dataset already exists");
  }

  /** The caller's input is at fault, not storage. */
  static boolean isInvalidInput(Exception e) {
    return e instanceof IllegalArgumentException || e instanceof UnsupportedOperationException;
  }

  /**
   * The transaction is a compaction that remapped an index, which the Java binding cannot decode.
   * No commit of ours is of that kind.
   */
  static boolean isUndecodableRewrite(Exception e) {
    return mentions(e, "Invalid number or type of arguments passed to java method");
  }

  /** Storage or the native library failed in a way that may pass. */
  static FreshetException unavailable(String action, String uri, Exception cause) {
    return new FreshetException(
        ErrorCode.STORE_UNAVAILABLE,
        "Cannot "
            + action
            + " vector table "
            + uri
            + ": "
            + firstLine(cause)
            + ". Check the storage; the call can be repeated.",
        cause);
  }

  /** The message without the source position and stack that the native library appends. */
  static String firstLine(Exception e) {
    String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
    int position = message.indexOf(", /workspace/rust/");
    return position < 0 ? message : message.substring(0, position);
  }

  private static boolean mentions(Exception e, String text) {
    return e.getMessage() != null && e.getMessage().contains(text);
  }
}
