package dev.freshet.lance.table;

import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import org.jspecify.annotations.Nullable;

/**
 * Tells the failures of the native library apart. Lance 7.0.0 throws untyped exceptions, so the
 * message text is all there is; this is the only place that looks at it, and its test pins every
 * text to a real failure. It also throws checked exceptions from methods that declare none, so
 * every call into it is guarded with {@code catch (Exception e)}.
 */
public final class LanceErrors {

  private LanceErrors() {}

  /** Another commit came first and touched the same fragment: look again and repeat. */
  public static boolean isConflict(Exception e) {
    return mentions(e, "ommit conflict") || mentions(e, "ncompatible transaction");
  }

  /** The dataset, or the version of it that was asked for, is not there. */
  public static boolean isNotFound(Exception e) {
    return mentions(e, "was not found") || mentions(e, "Not found: ");
  }

  public static boolean isAlreadyThere(Exception e) {
    return mentions(e, "Dataset already exists");
  }

  /** The table asks for features of the format that this library does not know. */
  static boolean isTooNew(Exception e) {
    return mentions(e, "by this version of Lance") || mentions(e, "Unknown Lance storage version");
  }

  /**
   * There is no room for what was to be written: the disk is full (28), a quota is used up (122),
   * or a file would get larger than the process may make it (27).
   */
  static boolean isOutOfSpace(Exception e) {
    return mentions(e, "(os error 28)")
        || mentions(e, "(os error 122)")
        || mentions(e, "(os error 27)");
  }

  /** The caller's input is at fault, not storage. */
  public static boolean isInvalidInput(Exception e) {
    return e instanceof IllegalArgumentException || e instanceof UnsupportedOperationException;
  }

  /**
   * The transaction is a compaction that remapped an index, which the Java binding cannot decode.
   * No commit of ours is of that kind.
   */
  static boolean isUndecodableRewrite(Exception e) {
    return mentions(e, "Invalid number or type of arguments passed to java method");
  }

  /**
   * Storage or the native library failed: in a way that may pass, unless the table is one of a
   * newer library.
   */
  public static FreshetException unavailable(String action, String uri, Exception cause) {
    if (isTooNew(cause)) {
      return tooNew(action, uri, firstLine(cause), cause);
    }
    return new FreshetException(
        ErrorCode.STORE_UNAVAILABLE,
        "Cannot "
            + action
            + " vector table "
            + uri
            + ": "
            + firstLine(cause)
            + (isOutOfSpace(cause)
                ? ". Free space on its disk; the table is whole, and the call can be repeated."
                : ". Check the storage; the call can be repeated."),
        cause);
  }

  /** Only another version of this program can do {@code action}. */
  static FreshetException tooNew(String action, String uri, String why, @Nullable Exception cause) {
    return new FreshetException(
        ErrorCode.TABLE_TOO_NEW,
        "Cannot "
            + action
            + " vector table "
            + uri
            + ": it was written by a newer Lance ("
            + why
            + "). Upgrade Freshet.",
        cause);
  }

  /** The message without the source position and stack that the native library appends. */
  public static String firstLine(Exception e) {
    String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
    int position = message.indexOf(", /workspace/rust/");
    return position < 0 ? message : message.substring(0, position);
  }

  private static boolean mentions(Exception e, String text) {
    return e.getMessage() != null && e.getMessage().contains(text);
  }
}
