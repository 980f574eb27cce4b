package dev.freshet.bench.embed;

import dev.freshet.core.embed.EmbedOutcome;
import dev.freshet.core.embed.Embedder;
import dev.freshet.core.embed.InputType;
import dev.freshet.embedding.EmbeddingModels;
import java.util.List;

/** Our engine, as the pipeline uses it: a batch a call, a thread per core. */
final class FreshetContestant implements Contestant {

  private final Embedder embedder = EmbeddingModels.open("all-minilm-l6-v2");

  @Override
  public String name() {
    return "freshet";
  }

  int tokens(String text) {
    return embedder.countTokens(text);
  }

  @Override
  public List<float[]> embed(List<String> texts) {
    return embedder.embed(texts, InputType.DOCUMENT).stream()
        .map(outcome -> ((EmbedOutcome.Embedded) outcome).vector())
        .toList();
  }

  @Override
  public void close() {
    embedder.close();
  }
}
