package dev.freshet.pipeline.run;

import dev.freshet.core.embed.EmbedOutcome;
import dev.freshet.core.embed.Embedder;
import dev.freshet.core.embed.EmbedderSpec;
import dev.freshet.core.embed.InputType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A model whose calls a test can delay or fail. */
final class HookedEmbedder implements Embedder {

  private final Embedder model;
  private volatile Runnable beforeEmbed = () -> {};
  private volatile long nanosPerToken;

  HookedEmbedder(Embedder model) {
    this.model = model;
  }

  void beforeEmbed(Runnable hook) {
    beforeEmbed = hook;
  }

  /** From now on every token takes this long, as with a slow model. */
  void slowDown(Duration perToken) {
    nanosPerToken = perToken.toNanos();
  }

  @Override
  public EmbedderSpec spec() {
    return model.spec();
  }

  @Override
  public int countTokens(String text) {
    return model.countTokens(text);
  }

  @Override
  public List<EmbedOutcome> embed(List<String> texts, InputType type) {
    beforeEmbed.run();
    long tokens = texts.stream().mapToLong(this::countTokens).sum();
    long end = System.nanoTime() + tokens * nanosPerToken;
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
    return model.embed(texts, type);
  }

  @Override
  public void close() {
    model.close();
  }
}
