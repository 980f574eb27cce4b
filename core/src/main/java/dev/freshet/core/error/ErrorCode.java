package dev.freshet.core.error;

/** Every error Freshet raises, for alerts and documentation. Numbers are never reused. */
public enum ErrorCode {
  INVALID_CONFIG(
      1001, Kind.USER, false, "The configuration is wrong. Fix the named key and start again."),
  INVALID_REQUEST(1002, Kind.USER, false, "A search or command has a wrong argument. Fix it."),
  LANDING_PATH_MISSING(
      1003, Kind.USER, false, "The landing path does not exist. Create it or fix source.path."),
  TABLE_NOT_FOUND(
      1004, Kind.USER, false, "The vector table is not there yet. Start `run` and land a file."),
  FINGERPRINT_MISMATCH(
      1005,
      Kind.USER,
      false,
      "The table was made with another embedding model. Go back to that model, or stop"
          + " every process, remove the vector table's directory and start `run`: it fills a new"
          + " one."),
  ALREADY_RUNNING(
      1006, Kind.USER, false, "Another process runs this pipeline's home. Stop it first."),
  TABLE_TOO_NEW(
      1007,
      Kind.USER,
      false,
      "A newer Lance wrote the vector table, which is left unchanged. Upgrade Freshet."),
  PORT_UNAVAILABLE(
      1008,
      Kind.USER,
      false,
      "The search server cannot listen there. Set serve.port and serve.bind to what is free."),
  STORE_UNAVAILABLE(
      2001, Kind.EXTERNAL, true, "Storage did not answer. The pipeline repeats the batch."),
  EMBEDDING_FAILED(
      2002, Kind.EXTERNAL, true, "The embedding model failed. The pipeline repeats the batch."),
  MODEL_UNREADABLE(2003, Kind.USER, false, "The model files are missing or damaged. Restore them."),
  EXTRACTION_FAILED(
      2004,
      Kind.EXTERNAL,
      true,
      "No document of document.format: binary can be read, as their reader does not start. The"
          + " pipeline repeats the batch; if it goes on, build the module in"
          + " extensions/documents/README.md again."),
  OVERLOADED(2005, Kind.EXTERNAL, true, "Too many searches wait. Ask again later."),
  STORE_DAMAGED(
      2006,
      Kind.EXTERNAL,
      false,
      "A file of the home is damaged, and no other file holds what it held. The message names the"
          + " file and what to do."),
  OUT_OF_MEMORY(
      2007,
      Kind.EXTERNAL,
      false,
      "The process had too little memory. Start it with a larger heap (-Xmx in"
          + " FRESHET_JAVA_OPTS)."),
  COMMIT_CONFLICT(
      3001,
      Kind.INTERNAL,
      true,
      "Other commits kept coming first. The pipeline repeats the batch."),
  COMMIT_STATE_UNKNOWN(
      3002,
      Kind.EXTERNAL,
      true,
      "It is unknown whether a commit arrived. The pipeline repeats the batch, whose identity"
          + " prevents a second copy."),
  WRITER_FENCED(3003, Kind.INTERNAL, false, "Another writer opened the table. This one stops."),
  QUERY_FAILED(3004, Kind.INTERNAL, true, "The streaming query failed. See the cause."),
  INTERNAL(9001, Kind.INTERNAL, false, "A defect in Freshet. Keep the log and report it.");

  /** Who has to act. */
  public enum Kind {
    USER,
    EXTERNAL,
    INTERNAL
  }

  private final int number;
  private final Kind kind;
  private final boolean retryable;
  private final String whatToDo;

  ErrorCode(int number, Kind kind, boolean retryable, String whatToDo) {
    this.number = number;
    this.kind = kind;
    this.retryable = retryable;
    this.whatToDo = whatToDo;
  }

  /** The number, which is never reused. */
  public int number() {
    return number;
  }

  /** Who has to act. */
  public Kind kind() {
    return kind;
  }

  /** Whether the same call may succeed later without anyone acting. */
  public boolean retryable() {
    return retryable;
  }

  /** What went wrong and what to do, in a few short sentences. */
  public String whatToDo() {
    return whatToDo;
  }
}
