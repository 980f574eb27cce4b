package dev.freshet.pipeline.verify.deep;

/** A line does not say which record it is about, or not what the record is. */
final class NotAClaim extends Exception {

  NotAClaim(String why) {
    super(why, null, false, false);
  }
}
