package dev.freshet.lance;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * What a test varies about a writer.
 *
 * @param retryBound how long a commit is repeated after conflicts
 * @param probe called at every step of the protocol; what it throws is treated as a failure there
 */
record WriterOptions(Duration retryBound, Consumer<CommitStep> probe) {

  static final WriterOptions DEFAULT = new WriterOptions(Duration.ofSeconds(30), step -> {});
}
