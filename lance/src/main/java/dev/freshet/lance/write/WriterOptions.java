package dev.freshet.lance.write;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * Options of a writer that only tests change.
 *
 * @param retryBound how long a commit is repeated after conflicts
 * @param probe called at every step of the protocol; an exception of it counts as a failure there
 */
record WriterOptions(Duration retryBound, Consumer<CommitStep> probe) {

  static final WriterOptions DEFAULT = new WriterOptions(Duration.ofSeconds(30), step -> {});
}
