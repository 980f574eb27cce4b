package dev.freshet.embedding.service;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The result of one request to a service. */
public sealed interface ServiceReply {

  /**
   * A vector per text, in the order of the texts, all of one length; components may be NaN.
   *
   * @param tokens how many the service counted, if it says so
   */
  record Vectors(List<float[]> vectors, OptionalLong tokens) implements ServiceReply {}

  /**
   * A failure that may pass: the same request may succeed later.
   *
   * @param why what happened
   * @param asked how long the service asks to wait, if it does
   * @param sign what the failure says of the service
   */
  record Trouble(String why, Optional<Duration> asked, Sign sign) implements ServiceReply {}

  /** The service refuses this request; one of its texts may be the reason. */
  record Refused(String why) implements ServiceReply {}

  /** No request can succeed until a person acts. */
  record Misconfigured(String why, String whatToDo) implements ServiceReply {}

  /** What a failure says of the service. */
  enum Sign {
    /** It gave no meaningful answer. */
    NONE,
    /** It answered that it cannot embed now. */
    ALIVE,
    /** It answered that the request exceeds the caller's quota. */
    THROTTLED
  }
}
