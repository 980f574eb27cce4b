package dev.freshet.server.http;

import java.util.concurrent.CompletionStage;

/** What stands behind a method and a path. Thread-safe. */
@FunctionalInterface
public interface Endpoint {

  /**
   * Answers a call. Must return at once: what takes time is done elsewhere and completes the
   * result. A failure, thrown or completed, is answered as a {@link Problem}.
   */
  CompletionStage<Reply> answer(Call call);
}
