package dev.freshet.search.langchain4j;

import dev.freshet.search.Mode;
import dev.freshet.search.Question;
import dev.freshet.search.SearchAnswer;
import dev.freshet.search.SearchHit;
import dev.freshet.search.SearchRequest;
import dev.freshet.search.SearchService;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.ContentMetadata;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.rag.query.Query;
import dev.langchain4j.store.embedding.filter.Filter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * Finds the chunks that fit a question, by its meaning, its words or both, and says how fresh the
 * answer is: the segment of every content has {@link SegmentMetadata#AS_OF}. As thread-safe as the
 * service, which the caller closes.
 *
 * <p>{@link ContentMetadata#SCORE} compares contents of one answer only: relevance 0 to 1 by {@link
 * Mode#VECTOR}, BM25 by {@link Mode#TEXT}, the sum of reciprocal ranks by {@link Mode#HYBRID}.
 */
public final class FreshetContentRetriever implements ContentRetriever {

  private final SearchService search;
  private final Mode mode;
  private final int maxResults;
  private final OptionalInt perRecord;
  private final Function<Query, Optional<Filter>> filter;

  private FreshetContentRetriever(Builder builder) {
    this.search = builder.search;
    this.mode = builder.mode;
    this.maxResults = builder.maxResults;
    this.perRecord = builder.perRecord;
    this.filter = builder.filter;
  }

  /** Builds a retriever over {@code search}. The default is by meaning, ten contents, all rows. */
  public static Builder over(SearchService search) {
    return new Builder(search);
  }

  /**
   * The contents that fit {@code query}, best first.
   *
   * @throws dev.langchain4j.exception.UnsupportedFeatureException if the table cannot express the
   *     filter
   * @throws dev.freshet.core.error.InvalidRequestException if the filter does not fit the table, or
   *     words are searched and the table has no full-text index
   * @throws dev.freshet.core.error.FreshetException with {@code FINGERPRINT_MISMATCH} if another
   *     model wrote the rows
   */
  @Override
  public List<Content> retrieve(Query query) {
    SearchRequest wanted =
        new SearchRequest(
            new Question.Text(query.text()),
            mode,
            maxResults,
            filter.apply(query).map(FilterTranslation::of),
            perRecord);
    search.check(wanted);
    SearchAnswer answer = search.search(wanted);
    return answer.hits().stream().map(hit -> content(hit, answer)).toList();
  }

  private Content content(SearchHit hit, SearchAnswer answer) {
    double score = mode == Mode.VECTOR ? Relevance.of(hit, search.spec().distance()) : hit.score();
    return Content.from(
        TextSegment.from(hit.text(), SegmentMetadata.of(hit, answer.freshness())),
        Map.of(ContentMetadata.SCORE, score, ContentMetadata.EMBEDDING_ID, hit.id()));
  }

  /** Sets how to retrieve. Not thread-safe. */
  public static final class Builder {

    private final SearchService search;
    private Mode mode = Mode.VECTOR;
    private int maxResults = SearchRequest.K_DEFAULT;
    private OptionalInt perRecord = OptionalInt.empty();
    private Function<Query, Optional<Filter>> filter = query -> Optional.empty();

    private Builder(SearchService search) {
      this.search = search;
    }

    /**
     * Whether to search by meaning, by words or by both; words need {@code index.full-text: true}.
     */
    public Builder mode(Mode how) {
      this.mode = how;
      return this;
    }

    /** Most contents, 1 to {@value SearchRequest#K_MAX}. */
    public Builder maxResults(int most) {
      this.maxResults = most;
      return this;
    }

    /** Most contents of one record, at least 1. */
    public Builder perRecord(int most) {
      this.perRecord = OptionalInt.of(most);
      return this;
    }

    /** The rows to search, the same for each query. */
    public Builder filter(Filter rows) {
      return dynamicFilter(query -> Optional.of(rows));
    }

    /**
     * The rows to search, chosen for each query; the query's metadata says who asks.
     *
     * @param rows called once per query; empty for all rows
     */
    public Builder dynamicFilter(Function<Query, Optional<Filter>> rows) {
      this.filter = rows;
      return this;
    }

    /** The retriever with the settings so far. */
    public FreshetContentRetriever build() {
      return new FreshetContentRetriever(this);
    }
  }
}
