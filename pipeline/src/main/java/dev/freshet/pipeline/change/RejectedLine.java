package dev.freshet.pipeline.change;

/** Ends the reading of one line; its message is the quarantine reason. */
final class RejectedLine extends Exception {

  RejectedLine(String reason) {
    super(reason, null, false, false);
  }
}
