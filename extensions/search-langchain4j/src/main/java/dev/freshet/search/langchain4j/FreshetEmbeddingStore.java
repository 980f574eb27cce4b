package dev.freshet.search.langchain4j;

import dev.freshet.core.vector.Distance;
import dev.freshet.search.Mode;
import dev.freshet.search.Question;
import dev.freshet.search.SearchAnswer;
import dev.freshet.search.SearchHit;
import dev.freshet.search.SearchRequest;
import dev.freshet.search.SearchService;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.EmbeddingSearchResult;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.filter.Filter;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The vector table as a store that can be searched. Every search sees the newest committed version.
 * As thread-safe as the service, which the caller closes.
 *
 * <p>The query's vector must come from the model that wrote the rows, see {@link
 * FreshetQueryModel}: a vector has no fingerprint, so only its length can be checked. Scores are
 * LangChain4j's relevance, 0 to 1: {@code (1 + cosine) / 2}, and {@code 1 / (1 + distance)} for a
 * table that compares by L2. Matches have no vector. Their segments have the metadata columns,
 * {@code record_key}, {@code record_version}, {@code chunk_index}, and the freshness of the answer,
 * see {@link SegmentMetadata}.
 *
 * <p>A filter may name every column except the vector. All filters of LangChain4j are supported and
 * have their meaning there: a row without a value differs from every value. Metadata columns hold
 * texts for every type of the source: compare them with texts.
 */
public final class FreshetEmbeddingStore implements EmbeddingStore<TextSegment> {

  private final SearchService search;

  /** Searches with {@code search}. */
  public FreshetEmbeddingStore(SearchService search) {
    this.search = search;
  }

  /**
   * Searches by {@link EmbeddingSearchRequest#queryEmbedding()} and ignores {@link
   * EmbeddingSearchRequest#query()}. {@link FreshetContentRetriever} searches by words too.
   *
   * @param request at most {@value SearchRequest#K_MAX} results
   * @throws UnsupportedFeatureException if the table cannot express the filter
   * @throws dev.freshet.core.error.InvalidRequestException if the vector or the filter does not fit
   *     the table
   */
  @Override
  public EmbeddingSearchResult<TextSegment> search(EmbeddingSearchRequest request) {
    SearchRequest wanted =
        new SearchRequest(
            new Question.Vector(request.queryEmbedding().vector()),
            Mode.VECTOR,
            request.maxResults(),
            Optional.ofNullable(request.filter()).map(FilterTranslation::of),
            OptionalInt.empty());
    search.check(wanted);
    SearchAnswer answer = search.search(wanted);
    Distance distance = search.spec().distance();
    return new EmbeddingSearchResult<>(
        answer.hits().stream()
            .filter(hit -> Relevance.of(hit, distance) >= request.minScore())
            .map(hit -> match(hit, answer, distance))
            .toList());
  }

  private static EmbeddingMatch<TextSegment> match(
      SearchHit hit, SearchAnswer answer, Distance distance) {
    return new EmbeddingMatch<>(
        Relevance.of(hit, distance),
        hit.id(),
        null,
        TextSegment.from(hit.text(), SegmentMetadata.of(hit, answer.freshness())));
  }

  /** Not supported: rows come from landing files. */
  @Override
  public String add(Embedding embedding) {
    throw readOnly("add to");
  }

  /** Not supported: rows come from landing files. */
  @Override
  public void add(String id, Embedding embedding) {
    throw readOnly("add to");
  }

  /** Not supported: rows come from landing files. */
  @Override
  public String add(Embedding embedding, TextSegment embedded) {
    throw readOnly("add to");
  }

  /** Not supported: rows come from landing files. */
  @Override
  public List<String> addAll(List<Embedding> embeddings) {
    throw readOnly("add to");
  }

  /** Not supported: rows come from landing files. */
  @Override
  public void addAll(List<String> ids, List<Embedding> embeddings, List<TextSegment> embedded) {
    throw readOnly("add to");
  }

  /** Not supported: rows come from landing files. */
  @Override
  public void remove(String id) {
    throw readOnly("remove from");
  }

  /** Not supported: rows come from landing files. */
  @Override
  public void removeAll(Collection<String> ids) {
    throw readOnly("remove from");
  }

  /** Not supported: rows come from landing files. */
  @Override
  public void removeAll(Filter filter) {
    throw readOnly("remove from");
  }

  /** Not supported: rows come from landing files. */
  @Override
  public void removeAll() {
    throw readOnly("remove from");
  }

  private static UnsupportedFeatureException readOnly(String what) {
    return new UnsupportedFeatureException(
        "Cannot %s the vector table here: its rows come from landing files, so that it has each change exactly once. Land a file with the change; a deletion is a change too."
            .formatted(what));
  }
}
