package dev.freshet.embedding.onnx;

import dev.freshet.core.embed.EmbedOutcome;
import dev.freshet.core.embed.Embedder;
import dev.freshet.core.embed.EmbedderSpec;
import dev.freshet.core.embed.InputType;
import dev.freshet.embedding.EmbeddingModels;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Built-in models that all tests of this JVM share, for tests that do not test opening and closing.
 * Each is opened once, with two threads, and never closed.
 */
public final class SharedModels {

  private static final Map<String, Embedder> OPEN = new ConcurrentHashMap<>();

  private SharedModels() {}

  /** The model with this name; closing it has no effect. */
  public static Embedder open(String name) {
    return new Shared(OPEN.computeIfAbsent(name, model -> EmbeddingModels.open(model, 2)));
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
