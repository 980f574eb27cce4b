package dev.freshet.lance.write;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * What a test varies about a writer.
 *
 * @param retryBound how long a commit is repeated after conflicts
 * @param probe called at every step of the protocol; what it throws is treated as a failure there
 */
public record WriterOptions(Duration retryBound, Consumer<CommitStep> probe) {

  public static final WriterOptions DEFAULT = new WriterOptions(Duration.ofSeconds(30), step -> {});
}
