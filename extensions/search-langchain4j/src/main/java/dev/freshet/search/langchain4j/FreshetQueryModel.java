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
 * Embeds questions for {@link FreshetEmbeddingStore} with the model that wrote the rows. Every text
 * is embedded as a question, which some models embed differently from a document. Thread-safe; does
 * not close the model.
 */
public final class FreshetQueryModel implements EmbeddingModel {

  private final Embedder embedder;

  /** Uses {@code embedder}, which the caller closes. */
  public FreshetQueryModel(Embedder embedder) {
    this.embedder = embedder;
  }

  /**
   * A vector per text, of the model's dimension and of length 1.
   *
   * @throws InvalidRequestException if the model refuses a text, for example because it is too long
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
