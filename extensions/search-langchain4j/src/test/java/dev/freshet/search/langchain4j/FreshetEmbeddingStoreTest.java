package dev.freshet.search.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.core.error.InvalidRequestException;
import dev.freshet.core.vector.Distance;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.retriever.EmbeddingStoreContentRetriever;
import dev.langchain4j.rag.query.Query;
import dev.langchain4j.store.embedding.CosineSimilarity;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.RelevanceScore;
import dev.langchain4j.store.embedding.filter.MetadataFilterBuilder;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class FreshetEmbeddingStoreTest {

  private static final Embedding ANY = Embedding.from(new float[64]);

  private static final FreshetEmbeddingStore STORE =
      new FreshetEmbeddingStore(new SampleTable(Distance.COSINE).search());

  static final List<ThrowingCallable> CHANGES =
      List.of(
          () -> STORE.add(ANY),
          () -> STORE.add("id", ANY),
          () -> STORE.add(ANY, TextSegment.from("text")),
          () -> STORE.addAll(List.of(ANY)),
          () -> STORE.addAll(List.of(ANY), List.of(TextSegment.from("text"))),
          () -> STORE.addAll(List.of("id"), List.of(ANY), List.of(TextSegment.from("text"))),
          () -> STORE.remove("id"),
          () -> STORE.removeAll(List.of("id")),
          () -> STORE.removeAll(MetadataFilterBuilder.metadataKey("author").isEqualTo("mira")),
          STORE::removeAll);

  private final SampleTable table = new SampleTable(Distance.COSINE, "author");
  private final FreshetEmbeddingStore store = new FreshetEmbeddingStore(table.search());
  private final FreshetQueryModel model = new FreshetQueryModel(table.model());

  @Test
  void nearestSegmentsComeFirstWithRelevanceAndOrigin() {
    table.land("bread", Map.of("author", "mira"), "rye bread needs sour dough");
    table.land("kayak", Map.of(), "a folding kayak on the canal");

    List<EmbeddingMatch<TextSegment>> matches = search("rye bread", 10, 0);

    assertThat(matches)
        .extracting(EmbeddingMatch::embeddingId)
        .containsExactly("bread#0", "kayak#0");
    assertThat(matches.get(0).embedded().text()).isEqualTo("rye bread needs sour dough");
    assertThat(matches.get(0).embedded().metadata().toMap())
        .containsEntry("author", "mira")
        .containsEntry(SegmentMetadata.RECORD_KEY, "bread")
        .containsEntry(SegmentMetadata.RECORD_VERSION, 1L)
        .containsEntry(SegmentMetadata.CHUNK_INDEX, 0);
    assertThat(matches.get(1).embedded().metadata().containsKey("author")).isFalse();
  }

  @Test
  void scoreIsTheRelevanceThatLangChain4jComputes() {
    table.land("bread", Map.of(), "rye bread needs sour dough");
    Embedding question = model.embed("rye bread").content();
    Embedding row = model.embed("rye bread needs sour dough").content();

    double expected = RelevanceScore.fromCosineSimilarity(CosineSimilarity.between(question, row));

    assertThat(search("rye bread", 1, 0).get(0).score()).isCloseTo(expected, within(1e-5));
    assertThat(search("rye bread", 1, expected + 0.01)).isEmpty();
    assertThat(search("rye bread", 1, expected - 0.01)).hasSize(1);
  }

  @Test
  void scoreOfATableThatComparesByL2FallsFromOne() {
    SampleTable other = new SampleTable(Distance.L2);
    other.land("bread", Map.of(), "rye bread");
    FreshetEmbeddingStore byL2 = new FreshetEmbeddingStore(other.search());

    assertThat(byL2.search(request("rye bread", 1, 0)).matches())
        .extracting(EmbeddingMatch::score)
        .allSatisfy(score -> assertThat(score).isCloseTo(1, within(1e-5)));
  }

  @Test
  void everySegmentSaysHowFreshTheAnswerIs() {
    table.land("bread", Map.of(), "rye bread");

    assertThat(search("bread", 1, 0).get(0).embedded().metadata().toMap())
        .containsEntry(SegmentMetadata.AS_OF, SampleTable.AS_OF.toString())
        .containsEntry(SegmentMetadata.LAG_MS, 1_500L)
        .containsEntry(SegmentMetadata.TABLE_VERSION, table.reader().state().version());
  }

  @Test
  void retrieverOfLangChain4jWorksWithTheStore() {
    table.land("bread", Map.of("author", "mira"), "rye bread");
    table.land("kayak", Map.of("author", "jonas"), "a folding kayak");
    EmbeddingStoreContentRetriever retriever =
        EmbeddingStoreContentRetriever.builder()
            .embeddingStore(store)
            .embeddingModel(model)
            .maxResults(5)
            .filter(MetadataFilterBuilder.metadataKey("author").isEqualTo("jonas"))
            .build();

    List<Content> contents = retriever.retrieve(Query.from("rye bread"));

    assertThat(contents)
        .extracting(content -> content.textSegment().text())
        .containsExactly("a folding kayak");
  }

  @Test
  void vectorOfAnotherLengthIsRefusedBeforeTheSearch() {
    EmbeddingSearchRequest request =
        EmbeddingSearchRequest.builder().queryEmbedding(Embedding.from(new float[3])).build();

    assertThatThrownBy(() -> store.search(request))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("3 components, the table's have 64");
  }

  @Test
  void unknownColumnIsNamedWithTheExistingColumns() {
    EmbeddingSearchRequest request =
        EmbeddingSearchRequest.builder()
            .queryEmbedding(model.embed("bread").content())
            .filter(MetadataFilterBuilder.metadataKey("writer").isEqualTo("mira"))
            .build();

    assertThatThrownBy(() -> store.search(request))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("column writer")
        .hasMessageContaining("author");
  }

  @ParameterizedTest
  @FieldSource("CHANGES")
  void changesAreRefusedWithAHint(ThrowingCallable change) {
    assertThatThrownBy(change)
        .isInstanceOf(UnsupportedFeatureException.class)
        .hasMessageContaining("Land a file");
  }

  private List<EmbeddingMatch<TextSegment>> search(String text, int most, double minScore) {
    return store.search(request(text, most, minScore)).matches();
  }

  private EmbeddingSearchRequest request(String text, int most, double minScore) {
    return EmbeddingSearchRequest.builder()
        .queryEmbedding(model.embed(text).content())
        .maxResults(most)
        .minScore(minScore)
        .build();
  }
}
