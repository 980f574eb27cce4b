package dev.freshet.server.http;

import dev.freshet.server.problem.Problem;
import java.util.concurrent.CompletionStage;

/** Answers the calls of one method and path. Thread-safe. */
@FunctionalInterface
public interface Endpoint {

  /**
   * Answers a call. It must return at once: slow work runs on another thread and completes the
   * result. A failure, thrown or in the result, is answered as a {@link Problem}.
   */
  CompletionStage<Reply> answer(Call call);
}
