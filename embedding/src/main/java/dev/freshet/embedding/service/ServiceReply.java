package dev.freshet.embedding.service;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What one request to the service came to. */
public sealed interface ServiceReply {

  /**
   * A vector per text, in the order of the texts, all of one length; components may be NaN.
   *
   * @param tokens the service counted, if it said so
   */
  record Vectors(List<float[]> vectors, OptionalLong tokens) implements ServiceReply {}

  /**
   * Nobody is to blame for good: the same request may succeed later.
   *
   * @param why what happened
   * @param asked how long the service asks to be left alone, if it does
   * @param sign of life the service gave
   */
  record Trouble(String why, Optional<Duration> asked, Sign sign) implements ServiceReply {}

  /** The service does not take this request; one of its texts may be the reason. */
  record Refused(String why) implements ServiceReply {}

  /** No request can succeed until a person acts. */
  record Misconfigured(String why, String whatToDo) implements ServiceReply {}

  /** How alive a service in trouble is. */
  enum Sign {
    /** Nothing sensible came from it. */
    NONE,
    /** It answered that it cannot now. */
    ALIVE,
    /** It answered that this is too much for the caller's quota. */
    THROTTLED
  }
}
