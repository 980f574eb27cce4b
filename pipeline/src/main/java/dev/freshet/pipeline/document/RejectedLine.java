package dev.freshet.pipeline.document;

/** Ends the reading of one line; its message is the quarantine reason. */
public final class RejectedLine extends Exception {

  public RejectedLine(String reason) {
    super(reason, null, false, false);
  }
}
