package dev.freshet.search.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.error.InvalidRequestException;
import dev.freshet.core.vector.Distance;
import dev.freshet.search.Mode;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.ContentMetadata;
import dev.langchain4j.rag.query.Metadata;
import dev.langchain4j.rag.query.Query;
import dev.langchain4j.store.embedding.filter.MetadataFilterBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FreshetContentRetrieverTest {

  private final SampleTable table = new SampleTable(Distance.COSINE, "tenant");

  @BeforeEach
  void land() {
    table.land("bread", Map.of("tenant", "a"), "rye bread needs sour dough", "bread of rye");
    table.land("kayak", Map.of("tenant", "b"), "a folding kayak and a loaf of rye bread");
    table.land("honey", Map.of("tenant", "b"), "chestnut honey");
  }

  @Test
  void searchIsByMeaningByDefault() {
    List<Content> contents = retriever().maxResults(2).build().retrieve(Query.from("bread of rye"));

    assertThat(ids(contents)).first().isEqualTo("bread#1");
    assertThat(contents).hasSize(2);
    assertThat((double) contents.get(0).metadata().get(ContentMetadata.SCORE)).isBetween(0.99, 1.0);
  }

  @Test
  void textModeFindsByWordsOnly() {
    List<Content> contents = retriever().mode(Mode.TEXT).build().retrieve(Query.from("chestnut"));

    assertThat(ids(contents)).containsExactly("honey#0");
  }

  @Test
  void hybridModeFindsByBothAndLimitsTheContentsOfARecord() {
    List<Content> contents =
        retriever()
            .mode(Mode.HYBRID)
            .perRecord(1)
            .maxResults(2)
            .build()
            .retrieve(Query.from("bread of rye"));

    assertThat(ids(contents)).containsExactly("bread#1", "kayak#0");
  }

  @Test
  void dynamicFilterDependsOnTheQuery() {
    FreshetContentRetriever retriever =
        retriever()
            .dynamicFilter(
                query ->
                    Optional.of(
                        MetadataFilterBuilder.metadataKey("tenant")
                            .isEqualTo((String) query.metadata().chatMemoryId())))
            .build();

    assertThat(ids(retriever.retrieve(asked("a")))).containsExactlyInAnyOrder("bread#0", "bread#1");
    assertThat(ids(retriever.retrieve(asked("b")))).containsExactlyInAnyOrder("kayak#0", "honey#0");
  }

  @Test
  void everyContentSaysHowFreshItIs() {
    List<Content> contents = retriever().build().retrieve(Query.from("honey"));

    assertThat(contents)
        .hasSize(4)
        .allSatisfy(
            content ->
                assertThat(content.textSegment().metadata().getString(SegmentMetadata.AS_OF))
                    .isEqualTo("2026-11-21T10:00:00Z"));
  }

  @Test
  void tooManyContentsAreRefused() {
    FreshetContentRetriever retriever = retriever().maxResults(1_001).build();

    assertThatThrownBy(() -> retriever.retrieve(Query.from("honey")))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("1 to 1000");
  }

  private FreshetContentRetriever.Builder retriever() {
    return FreshetContentRetriever.over(table.search());
  }

  private static Query asked(String tenant) {
    return Query.from("rye bread", Metadata.from(UserMessage.from("rye bread"), tenant, List.of()));
  }

  private static List<Object> ids(List<Content> contents) {
    return contents.stream()
        .map(content -> content.metadata().get(ContentMetadata.EMBEDDING_ID))
        .toList();
  }
}
