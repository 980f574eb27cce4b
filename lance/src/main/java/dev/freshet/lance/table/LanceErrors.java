package dev.freshet.lance.table;

import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Classifies the failures of the native library. Lance 7.0.0 throws untyped exceptions, so only the
 * message text tells them apart. Only this class reads that text, and its test produces every text
 * by a real failure. The library also throws checked exceptions from methods that declare none, so
 * its callers have {@code catch (Exception e)}.
 */
public final class LanceErrors {

  private static final Pattern OS_ERROR = Pattern.compile("\\(os error (\\d+)\\)");

  /**
   * There is no such file, it is in another's way, or a read begins before or behind its content:
   * ENOENT, ENOTDIR, EISDIR, EINVAL.
   */
  private static final Set<String> OS_DAMAGE = Set.of("2", "20", "21", "22");

  /** What the library, and those it is made of, say about content that they cannot read. */
  private static final Pattern DAMAGE =
      Pattern.compile(
          "(?i)invalid magic|magic (number|bytes)|corrupt|appear to be a lance file|protobuf"
              + "|fail(ed|ure) to (decode|parse)|decod(e|ing) error|error decoding"
              + "|encountered internal error|incorrect array length|cannot decode|invalid wire type"
              + "|overflow|range (start|end) index|out of (range|bounds)|index .* out of"
              + "|file (size )?is (too small|smaller)|file size|footer|unexpected (end|eof)"
              + "|end of file|whole buffer|external error: invalid user input|not utf-?8"
              + "|invalid utf-?8|ParseError|IpcError|LanceError\\(Arrow\\)|arrow error|panic"
              + "|invalid range|buffer (size|length)|\\bnot found\\b");

  /** What they say about storage that does not answer. */
  private static final Pattern AWAY =
      Pattern.compile("(?i)timed? ?out|permission denied|connection (refused|reset)|no space left");

  private LanceErrors() {}

  /** Another commit came first and touched the same fragment: refresh and repeat. */
  public static boolean isConflict(Exception e) {
    return mentions(e, "ommit conflict") || mentions(e, "ncompatible transaction");
  }

  /** The dataset, or the requested version of it, does not exist. */
  public static boolean isNotFound(Exception e) {
    return mentions(e, "was not found") || mentions(e, "Not found: ");
  }

  /** A dataset that was to be created exists already. */
  public static boolean isAlreadyThere(Exception e) {
    return mentions(e, "Dataset already exists");
  }

  /** The table needs features of the format that this library does not know. */
  static boolean isTooNew(Exception e) {
    return mentions(e, "by this version of Lance") || mentions(e, "Unknown Lance storage version");
  }

  /**
   * A write found no space: the disk is full (28), a quota is used up (122), or a file would exceed
   * the largest size that the process may write (27).
   */
  static boolean isOutOfSpace(Exception e) {
    return mentions(e, "(os error 28)")
        || mentions(e, "(os error 122)")
        || mentions(e, "(os error 27)");
  }

  /** The caller's input is wrong; storage is not the cause. */
  public static boolean isInvalidInput(Exception e) {
    return e instanceof IllegalArgumentException || e instanceof UnsupportedOperationException;
  }

  /**
   * The transaction is a compaction that remapped an index, which the Java binding cannot decode.
   * No commit of Freshet is of that kind.
   */
  static boolean isUndecodableRewrite(Exception e) {
    return mentions(e, "Invalid number or type of arguments passed to java method");
  }

  /**
   * A file is damaged: what the library read cannot be what was written, or a file that the table
   * names is gone. An error of the operating system other than that is one of storage, which may
   * come back.
   */
  public static boolean isDamage(Exception e) {
    String message = String.valueOf(e.getMessage());
    Matcher system = OS_ERROR.matcher(message);
    if (system.find()) {
      return OS_DAMAGE.contains(system.group(1));
    }
    return DAMAGE.matcher(message).find() && !AWAY.matcher(message).find();
  }

  /**
   * Netty, which gives Arrow its buffers, makes no pool of direct memory if Java may use little of
   * it, and Arrow then says that the platform is not supported.
   */
  private static boolean isShortOfMemory(Exception e) {
    return mentions(e, "Arrow requires that the JVM used supports access");
  }

  /**
   * The error for a failure of storage or of the native library: {@code OUT_OF_MEMORY} if Java may
   * use too little memory for it, {@code STORE_DAMAGED} if a file of the table is damaged, {@code
   * TABLE_TOO_NEW} if a newer library has written the table, otherwise {@code STORE_UNAVAILABLE},
   * which can be retried.
   */
  public static FreshetException failure(String action, String uri, Exception cause) {
    if (isShortOfMemory(cause)) {
      return new FreshetException(
          ErrorCode.OUT_OF_MEMORY,
          "Cannot "
              + action
              + " vector table "
              + uri
              + ": Java may use too little memory outside its heap, which is as much as -Xmx says."
              + " Start with a larger -Xmx.",
          cause);
    }
    if (isTooNew(cause)) {
      return tooNew(action, uri, firstLine(cause), cause);
    }
    if (isDamage(cause)) {
      return damaged(action, uri, firstLine(cause), cause);
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
                ? ". Free space on its disk; the table is intact, and the call can be repeated."
                : ". Check the storage; the call can be repeated."),
        cause);
  }

  /** The error for a damaged table. Only `run` heals it, so the message names it. */
  static FreshetException damaged(
      String action, String uri, String why, @Nullable Exception cause) {
    return new FreshetException(
        ErrorCode.STORE_DAMAGED,
        "Cannot "
            + action
            + " vector table "
            + uri
            + ": "
            + why
            + ". End every process and start `run`: it puts the table aside and fills it again from"
            + " Gold.",
        cause);
  }

  /** The error for a row whose text is not the one that was written. */
  public static FreshetException damagedText(String uri, String id) {
    return damaged("read", uri, "the text of chunk " + id + " is not the one of its hash", null);
  }

  /** The error for a table that only a newer version of Freshet can read or write. */
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

  /** The message without the source position and the stack that the native library appends. */
  public static String firstLine(Exception e) {
    String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
    int position = message.indexOf(", /workspace/rust/");
    return position < 0 ? message : message.substring(0, position);
  }

  private static boolean mentions(Exception e, String text) {
    return e.getMessage() != null && e.getMessage().contains(text);
  }
}
