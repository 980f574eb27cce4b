package dev.freshet.embedding.onnx;

import dev.freshet.core.embed.EmbedOutcome;
import dev.freshet.core.embed.Embedder;
import dev.freshet.core.embed.EmbedderSpec;
import dev.freshet.core.embed.InputType;
import dev.freshet.embedding.EmbeddingModels;
import dev.freshet.embedding.model.MiniLm;
import dev.freshet.embedding.model.ModelFiles;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Built-in models for tests, with two threads. In the default build the static model has a small
 * vocabulary, because its whole table takes 20 s of two busy cores.
 */
public final class SharedModels {

  private static final boolean LONG = Boolean.getBoolean("freshet.test.long");
  private static final Map<String, Embedder> SHARED = new ConcurrentHashMap<>();

  private SharedModels() {}

  /** The model that all tests of this JVM share; closing it has no effect. */
  public static Embedder open(String name) {
    return new Shared(SHARED.computeIfAbsent(name, SharedModels::openOwn));
  }

  /** A model for one test, which closes it. */
  static Embedder openOwn(String name) {
    return name.equals(StaticModel.NAME)
        ? StaticModel.open(teacher(), 2)
        : EmbeddingModels.open(name, 2);
  }

  /** The model that the static model is computed with. */
  static ModelFiles teacher() {
    return LONG ? MiniLm.FILES : MiniLm.withSmallVocabulary();
  }

  private record Shared(Embedder model) implements Embedder {

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
      return model.embed(texts, type);
    }

    @Override
    public void close() {
      // The model stays open for other tests.
    }
  }
}
