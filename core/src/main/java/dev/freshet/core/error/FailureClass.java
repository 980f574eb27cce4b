package dev.freshet.core.error;

import dev.freshet.storage.location.StorageAwayException;
import java.io.EOFException;
import java.io.IOException;
import java.io.UTFDataFormatException;
import java.nio.BufferOverflowException;
import java.nio.BufferUnderflowException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.zip.DataFormatException;
import java.util.zip.ZipException;

/**
 * The failures by what can be done about them, whatever type they have and whoever wrapped them.
 */
public enum FailureClass {
  /** Something outside is away, full or busy. The same call succeeds once it is back. */
  WAIT,

  /**
   * The failure depends on the data, or may do so. The same call with the same data fails again;
   * what can be done is to find the data that cause it and go on without them.
   */
  ISOLATE,

  /** Someone has to act: the user, or whoever repairs damage or a defect. */
  STOP,

  /** The process has too little memory. It cannot be trusted any more. */
  MEMORY;

  /** Causes beyond this depth are not looked at. */
  private static final int DEPTH_MAX = 50;

  /**
   * What operating systems and native libraries say when a disk, a mount or a peer is away. Lower
   * case. Only messages of storage are compared with it, never those of errors that quote data.
   */
  private static final List<String> AWAY =
      List.of(
          "no space left on device",
          "disk quota exceeded",
          "stale file handle",
          "read-only file system",
          "input/output error",
          "permission denied",
          "no such file or directory",
          "too many open files",
          "file too large",
          "transport endpoint is not connected",
          "device or resource busy",
          "connection refused",
          "connection reset",
          "timed out",
          "unsafe memory access operation",
          "(os error ");

  /** Errors of libraries that this module does not know, by the start of their class name. */
  private static final List<String> DATA_LIBRARIES =
      List.of(
          "ai.onnxruntime.",
          "com.fasterxml.jackson.core.",
          "com.fasterxml.jackson.databind.",
          "org.apache.arrow.",
          "org.apache.parquet.");

  private static final List<Class<? extends Throwable>> DATA =
      List.of(
          ArithmeticException.class,
          ArrayStoreException.class,
          BufferOverflowException.class,
          BufferUnderflowException.class,
          CharacterCodingException.class,
          ClassCastException.class,
          DataFormatException.class,
          EOFException.class,
          IllegalArgumentException.class,
          IndexOutOfBoundsException.class,
          NegativeArraySizeException.class,
          NullPointerException.class,
          StackOverflowError.class,
          UTFDataFormatException.class,
          ZipException.class);

  /**
   * The class of a failure.
   *
   * <p>A shortage of memory counts wherever it is among the causes, then the outermost error of
   * Freshet, then the innermost cause that says anything. A failure that says nothing is one that
   * may depend on the data.
   */
  public static FailureClass of(Throwable failure) {
    List<Throwable> chain = chain(failure);
    Optional<ErrorCode> code =
        chain.stream()
            .filter(FreshetException.class::isInstance)
            .map(each -> ((FreshetException) each).code())
            .findFirst();
    if (chain.stream().anyMatch(OutOfMemoryError.class::isInstance)) {
      return MEMORY;
    }
    if (code.isEmpty() && chain.stream().anyMatch(StorageAwayException.class::isInstance)) {
      return WAIT; // Its causes are those of a client, and may look like errors of the data.
    }
    Optional<FailureClass> own = code.map(FailureClass::of);
    return own.isPresent() && own.get() != WAIT
        ? own.get()
        : byCause(chain)
            .filter(cause -> own.isEmpty() || cause == ISOLATE)
            .orElse(own.orElse(ISOLATE));
  }

  /** The class of an error that has no cause. */
  public static FailureClass of(ErrorCode code) {
    return switch (code) {
      case STORE_UNAVAILABLE,
          EMBEDDING_FAILED,
          EXTRACTION_FAILED,
          OVERLOADED,
          COMMIT_CONFLICT,
          COMMIT_STATE_UNKNOWN,
          QUERY_FAILED ->
          WAIT;
      case INVALID_CONFIG,
          INVALID_REQUEST,
          LANDING_PATH_MISSING,
          TABLE_NOT_FOUND,
          FINGERPRINT_MISMATCH,
          ALREADY_RUNNING,
          TABLE_TOO_NEW,
          PORT_UNAVAILABLE,
          MODEL_UNREADABLE,
          STORE_DAMAGED,
          WRITER_FENCED,
          INTERNAL ->
          STOP;
      case OUT_OF_MEMORY -> MEMORY;
    };
  }

  /** The failure and its causes, the outermost first. */
  private static List<Throwable> chain(Throwable failure) {
    List<Throwable> chain = new ArrayList<>();
    for (Throwable each = failure;
        each != null && chain.size() < DEPTH_MAX;
        each = each.getCause()) {
      chain.add(each);
    }
    return chain;
  }

  private static Optional<FailureClass> byCause(List<Throwable> chain) {
    for (int i = chain.size() - 1; i >= 0; i--) {
      Optional<FailureClass> known = byType(chain.get(i));
      if (known.isPresent()) {
        return known;
      }
    }
    return Optional.empty();
  }

  private static Optional<FailureClass> byType(Throwable failure) {
    if (failure instanceof FreshetException) {
      return Optional.empty();
    }
    if (DATA.stream().anyMatch(type -> type.isInstance(failure))) {
      // Native code reports a failure of storage as a wrong argument now and then.
      return Optional.of(saysErrorNumber(failure) ? WAIT : ISOLATE);
    }
    if (DATA_LIBRARIES.stream().anyMatch(failure.getClass().getName()::startsWith)) {
      return Optional.of(ISOLATE);
    }
    if (failure instanceof IOException
        || failure instanceof TimeoutException
        || failure instanceof InterruptedException
        || saysAway(failure)) {
      return Optional.of(WAIT);
    }
    return failure instanceof LinkageError || failure instanceof VirtualMachineError
        ? Optional.of(STOP)
        : Optional.empty();
  }

  private static boolean saysErrorNumber(Throwable failure) {
    return failure.getMessage() != null && failure.getMessage().contains("(os error ");
  }

  private static boolean saysAway(Throwable failure) {
    if (failure.getMessage() == null) {
      return false;
    }
    String message = failure.getMessage().toLowerCase(Locale.ROOT);
    return AWAY.stream().anyMatch(message::contains);
  }
}
