package dev.freshet.bench.embed;

import dev.freshet.core.embed.EmbedOutcome;
import dev.freshet.core.embed.Embedder;
import dev.freshet.core.embed.InputType;
import dev.freshet.embedding.EmbeddingModels;
import java.util.List;

/** Our engine, as the pipeline uses it: a batch a call, a thread per core. */
final class FreshetContestant implements Contestant {

  private final String name;
  private final Embedder embedder;

  private FreshetContestant(String name, String model) {
    this.name = name;
    this.embedder = EmbeddingModels.open(model);
  }

  /** With the default model. */
  static FreshetContestant standard() {
    return new FreshetContestant("freshet", "all-minilm-l6-v2");
  }

  /** With the table of token vectors, for drafts and load tests. */
  static FreshetContestant ofStaticModel() {
    return new FreshetContestant("freshet, static-minilm", "static-minilm");
  }

  @Override
  public String name() {
    return name;
  }

  int tokens(String text) {
    return embedder.countTokens(text);
  }

  @Override
  public Timed embed(List<String> texts) {
    return Timed.of(
        () ->
            embedder.embed(texts, InputType.DOCUMENT).stream()
                .map(outcome -> ((EmbedOutcome.Embedded) outcome).vector())
                .toList());
  }

  @Override
  public void close() {
    embedder.close();
  }
}
