package dev.freshet.cli.answer;

import dev.freshet.core.error.ErrorCode;

/** Exit codes of every verb. */
public final class ExitCode {

  public static final int OK = 0;
  public static final int FAILED = 1;

  /** The command line or the configuration is wrong. */
  public static final int USAGE = 2;

  /** The verb did its work and found differences. */
  public static final int DIFFERENCES = 3;

  /** The process had too little memory. */
  public static final int OUT_OF_MEMORY = 4;

  private ExitCode() {}

  /** The exit code of a verb that failed with {@code code}. */
  public static int of(ErrorCode code) {
    return switch (code) {
      case INVALID_CONFIG, INVALID_REQUEST, LANDING_PATH_MISSING, PORT_UNAVAILABLE -> USAGE;
      case TABLE_NOT_FOUND,
          FINGERPRINT_MISMATCH,
          ALREADY_RUNNING,
          TABLE_TOO_NEW,
          STORE_UNAVAILABLE,
          STORE_DAMAGED,
          OVERLOADED,
          EMBEDDING_FAILED,
          EXTRACTION_FAILED,
          MODEL_UNREADABLE,
          COMMIT_CONFLICT,
          COMMIT_STATE_UNKNOWN,
          WRITER_FENCED,
          QUERY_FAILED,
          INTERNAL ->
          FAILED;
      case OUT_OF_MEMORY -> OUT_OF_MEMORY;
    };
  }
}
