package dev.freshet.embedding.http;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What one request to the service came to. */
sealed interface Reply {

  /** A vector per text, in the order of the texts, all of one length; components may be NaN. */
  record Vectors(List<float[]> vectors) implements Reply {}

  /**
   * Nobody is to blame for good: the same request may succeed later.
   *
   * @param why what happened
   * @param asked how long the service asks to be left alone, if it does
   * @param alive whether the service itself said so; false if nothing sensible came from it
   */
  record Trouble(String why, Optional<Duration> asked, boolean alive) implements Reply {}

  /** The service does not take this request; one of its texts may be the reason. */
  record Refused(String why) implements Reply {}

  /** No request can succeed until a person acts. */
  record Misconfigured(String why, String whatToDo) implements Reply {}
}
