package dev.freshet.pipeline;

import dev.freshet.core.embed.EmbedOutcome;
import dev.freshet.core.embed.Embedder;
import dev.freshet.core.embed.EmbedderSpec;
import dev.freshet.core.embed.InputType;
import java.util.List;

/** A model at whose calls a test may wait or throw. */
final class HookedEmbedder implements Embedder {

  private final Embedder model;
  private volatile Runnable beforeEmbed = () -> {};

  HookedEmbedder(Embedder model) {
    this.model = model;
  }

  void beforeEmbed(Runnable hook) {
    beforeEmbed = hook;
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
    return model.embed(texts, type);
  }

  @Override
  public void close() {
    model.close();
  }
}
