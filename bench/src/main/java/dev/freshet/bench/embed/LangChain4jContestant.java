package dev.freshet.bench.embed;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import java.util.List;
import java.util.function.BiFunction;

/** LangChain4j's in-process model, which is the very file ours is. */
final class LangChain4jContestant implements Contestant {

  private final String name;
  private final BiFunction<EmbeddingModel, List<String>, List<float[]>> way;
  private final EmbeddingModel model = new AllMiniLmL6V2QuantizedEmbeddingModel();

  private LangChain4jContestant(
      String name, BiFunction<EmbeddingModel, List<String>, List<float[]>> way) {
    this.name = name;
    this.way = way;
  }

  /** All texts in one call, spread over LangChain4j's own threads. */
  static Contestant batched() {
    return new LangChain4jContestant(
        "langchain4j embedAll",
        (model, texts) ->
            model.embedAll(texts.stream().map(TextSegment::from).toList()).content().stream()
                .map(Embedding::vector)
                .toList());
  }

  /** The loop of the articles: on the driver, row by row. */
  static Contestant rowByRow() {
    return new LangChain4jContestant(
        "row by row",
        (model, texts) ->
            texts.stream().map(text -> model.embed(text).content().vector()).toList());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Timed embed(List<String> texts) {
    return Timed.of(() -> way.apply(model, texts));
  }

  @Override
  public void close() {}
}
