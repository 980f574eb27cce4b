package dev.freshet.search.langchain4j;

import dev.freshet.core.embed.EmbedOutcome;
import dev.freshet.core.embed.Embedder;
import dev.freshet.core.embed.InputType;
import dev.freshet.core.error.InvalidRequestException;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.output.Response;
import java.util.List;

/**
 * The model that wrote the rows, for questions to {@link FreshetEmbeddingStore}. Every text is
 * embedded as a question, which for some models is not how a document is embedded. Thread-safe;
 * does not own the model.
 */
public final class FreshetQueryModel implements EmbeddingModel {

  private final Embedder embedder;

  public FreshetQueryModel(Embedder embedder) {
    this.embedder = embedder;
  }

  /**
   * A vector per text, of the model's dimension and of length one.
   *
   * @throws InvalidRequestException if the model takes one of the texts not, being too long
   */
  @Override
  public Response<List<Embedding>> embedAll(List<TextSegment> questions) {
    List<String> texts = questions.stream().map(TextSegment::text).toList();
    return Response.from(
        embedder.embed(texts, InputType.QUERY).stream().map(FreshetQueryModel::vector).toList());
  }

  private static Embedding vector(EmbedOutcome outcome) {
    if (outcome instanceof EmbedOutcome.Embedded embedded) {
      return Embedding.from(embedded.vector());
    }
    throw new InvalidRequestException(
        "query",
        "Cannot search for this text: %s. Search for another text."
            .formatted(((EmbedOutcome.Rejected) outcome).reason()));
  }

  @Override
  public int dimension() {
    return embedder.spec().dimension();
  }

  @Override
  public String modelName() {
    return embedder.spec().model();
  }
}
