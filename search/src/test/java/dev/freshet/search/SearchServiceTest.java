package dev.freshet.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.Chunk;
import dev.freshet.core.embed.EmbedOutcome;
import dev.freshet.core.embed.Embedder;
import dev.freshet.core.embed.InputType;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.error.InvalidRequestException;
import dev.freshet.core.filter.Filter;
import dev.freshet.core.vector.Distance;
import dev.freshet.core.vector.VectorCommit;
import dev.freshet.core.vector.VectorRow;
import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.core.vector.VectorTableSpec;
import dev.freshet.core.vector.VectorTableWriter;
import dev.freshet.testkit.embed.HashEmbedder;
import dev.freshet.testkit.vector.FakeVectorTable;
import dev.freshet.testkit.vector.SampleRows;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchServiceTest {

  private static final int DIMENSION = 16;
  private static final Instant EARLY = Instant.parse("2026-03-01T10:00:00Z");
  private static final Instant LATE = Instant.parse("2026-03-01T10:00:05Z");
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:06Z");

  private final FakeVectorTable table = new FakeVectorTable();
  private final HashEmbedder model = new HashEmbedder(DIMENSION);
  private final VectorTableWriter writer =
      table.openWriter(
          VectorTableSpec.of(
              DIMENSION, Distance.COSINE, model.spec().fingerprint(), List.of("tenant")));
  private final VectorTableReader reader = table.openReader();
  private Optional<Instant> live = Optional.empty();
  private final SearchService search =
      new SearchService(reader, () -> model, () -> live, InstantSource.fixed(NOW));
  private long sequence;

  @Test
  void textIsEmbeddedByTheModelOfTheRows() {
    put("1", 1, EARLY, "red fox");
    put("2", 1, LATE, "blue whale");

    SearchAnswer answer = search.search(SearchRequest.of("whale blue", 1));

    assertThat(answer.hits()).extracting(SearchHit::key).containsExactly("2");
    assertThat(answer.hits().get(0).score()).isGreaterThan(0.99f);
    assertThat(answer.freshness().asOf()).isEqualTo(LATE);
    assertThat(answer.freshness().lagMs()).isEqualTo(1_000);
  }

  @Test
  void canaryIsInNoAnswerAndTakesNoPlaceInIt() {
    put("freshet-canary", 1, EARLY, "red fox");
    put("freshet-canary|freshet-canary", 1, EARLY, "red fox");
    put("freshet-canary-birds", 1, EARLY, "red fox of a user");
    put("2", 1, LATE, "blue whale");
    table.indexText();

    assertThat(search.canary("red fox")).contains("red fox");
    for (Mode mode : Mode.values()) {
      assertThat(search.search(request(mode, "red fox", 2)).hits())
          .as(mode.toString())
          .extracting(SearchHit::key)
          .contains("freshet-canary-birds")
          .doesNotContain("freshet-canary", "freshet-canary|freshet-canary");
    }
  }

  @Test
  void oneCanaryLeavesAsManyHitsAsWereAskedFor() {
    put("freshet-canary", 1, EARLY, "red fox");
    put("1", 1, EARLY, "red fox one");
    put("2", 1, EARLY, "red fox two");

    assertThat(search.search(SearchRequest.of("red fox", 2)).hits()).hasSize(2);
  }

  @Test
  void modelThatDidNotWriteTheRowsIsRefused() {
    put("1", 1, EARLY, "red fox");
    SearchService other =
        new SearchService(
            reader, () -> new HashEmbedder(DIMENSION, 99), Optional::empty, InstantSource.system());

    assertThatThrownBy(() -> other.search(SearchRequest.of("fox", 1)))
        .isInstanceOfSatisfying(
            FreshetException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.FINGERPRINT_MISMATCH));
  }

  @Test
  void textTheModelRefusesIsTheCallersMistake() {
    put("1", 1, EARLY, "red fox");
    model.rejectTexts(text -> text.startsWith("bad"));

    assertThatThrownBy(() -> search.search(SearchRequest.of("bad text", 1)))
        .isInstanceOfSatisfying(
            InvalidRequestException.class, e -> assertThat(e.argument()).contains("query"));
  }

  @Test
  void recordOfManyChunksDoesNotFillTheList() {
    List<String> chunks = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      chunks.add("red fox " + i);
    }
    put("many", 1, EARLY, chunks.toArray(String[]::new));
    put("2", 1, EARLY, "a fox");
    put("3", 1, EARLY, "a whale");

    SearchRequest grouped =
        new SearchRequest(
            new Question.Text("red fox"), Mode.VECTOR, 3, Optional.empty(), OptionalInt.of(1));

    assertThat(search.search(grouped).hits())
        .extracting(SearchHit::key)
        .containsExactly("many", "2", "3");
  }

  @Test
  void hybridFindsTheHitsOfBothRankings() {
    put("meaning", 1, EARLY, "red fox");
    put("words", 1, EARLY, "green whale of nowhere with a fox in a longer text of many words");
    put("neither", 1, EARLY, "blue bird");
    table.indexText();

    SearchAnswer answer = search.search(request(Mode.HYBRID, "red fox", 3));

    assertThat(answer.hits()).extracting(SearchHit::key).startsWith("meaning", "words");
    assertThat(answer.hits()).allMatch(hit -> hit.score() >= 0 && hit.score() <= 1);
    assertThat(answer.hits().get(0).score()).isEqualTo(1f);
    assertThat(answer.partial()).isNull();
    assertThat(answer.truncated()).isNull();
  }

  @Test
  void filterOfTheCallerNarrowsThatOfTheRequest() {
    put("1", 1, EARLY, "red fox");
    SearchRequest request =
        new SearchRequest(
            new Question.Text("red fox"),
            Mode.VECTOR,
            3,
            Optional.of(Filter.parse("tenant = 'a' OR tenant = 'b'")),
            OptionalInt.empty());

    assertThat(search.search(request).hits()).hasSize(1);
    assertThat(search.search(request.within(Filter.parse("tenant = 'b'"))).hits()).isEmpty();
  }

  @Test
  void searchForWordsWithAVectorIsRefused() {
    assertThatThrownBy(
            () ->
                new SearchRequest(
                    new Question.Vector(new float[DIMENSION]),
                    Mode.HYBRID,
                    3,
                    Optional.empty(),
                    OptionalInt.empty()))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageStartingWith("Cannot search by hybrid with a vector");
  }

  @Test
  void waitEndsWithTheExpectedCommit() throws Exception {
    put("1", 1, EARLY, "old");
    try (FreshnessWatch watch = new FreshnessWatch(search)) {
      CompletableFuture<Void> time = watch.await(new Wish.AsOf(LATE), Duration.ofSeconds(10));
      CompletableFuture<Void> version =
          watch.await(new Wish.RecordVersion("1", 2), Duration.ofSeconds(10));
      assertThat(time).isNotDone();

      put("1", 2, LATE, "new");

      time.get(5, TimeUnit.SECONDS);
      version.get(5, TimeUnit.SECONDS);
    }
  }

  @Test
  void waitEndsWithTheReportOfALivePipelineThatCommitsNothing() throws Exception {
    put("1", 1, EARLY, "old");
    try (FreshnessWatch watch = new FreshnessWatch(search)) {
      CompletableFuture<Void> waiting = watch.await(new Wish.AsOf(LATE), Duration.ofSeconds(10));

      live = Optional.of(LATE);

      waiting.get(5, TimeUnit.SECONDS);
    }
  }

  @Test
  void waitThatTimesOutReportsHowFreshTheTableIs() {
    put("1", 1, EARLY, "old");
    try (FreshnessWatch watch = new FreshnessWatch(search)) {
      CompletableFuture<Void> waiting = watch.await(new Wish.AsOf(LATE), Duration.ofMillis(1));

      assertThatThrownBy(() -> waiting.get(5, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOfSatisfying(
              NotFreshException.class, e -> assertThat(e.freshness().asOf()).isEqualTo(EARLY));
    }
  }

  @Test
  void waitingSearchIsCancelledWhenTheWatchIsClosed() {
    put("1", 1, EARLY, "old");
    FreshnessWatch watch = new FreshnessWatch(search);
    CompletableFuture<Void> waiting = watch.await(new Wish.AsOf(LATE), Duration.ofHours(1));

    watch.close();

    assertThat(waiting).isCancelled();
  }

  @Test
  void tooManyWaitingSearchesAreRefused() {
    put("1", 1, EARLY, "old");
    try (FreshnessWatch watch = new FreshnessWatch(search)) {
      for (int i = 0; i < FreshnessWatch.WAITING_MAX; i++) {
        watch.await(new Wish.AsOf(LATE), Duration.ofHours(1));
      }

      assertThat(watch.await(new Wish.AsOf(LATE), Duration.ofHours(1))).isCompletedExceptionally();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"???", "🎉🎉", "..."})
  void hybridAnswersByMeaningWhereTheQueryHasNoWord(String query) {
    put("1", 1, EARLY, "red fox");
    table.indexText();

    SearchAnswer answer = search.search(request(Mode.HYBRID, query, 3));

    assertThat(answer.hits()).extracting(SearchHit::key).containsExactly("1");
    assertThat(answer.partial())
        .isEqualTo(
            new SearchAnswer.Partial(
                "vector", "Cannot search for words: the query has none. Add one."));
    assertThatThrownBy(() -> search.search(request(Mode.TEXT, query, 3)))
        .isInstanceOf(InvalidRequestException.class);
  }

  @Test
  void hybridAnswersByMeaningWithoutAFullTextIndex() {
    put("1", 1, EARLY, "red fox");

    SearchAnswer answer = search.search(request(Mode.HYBRID, "fox", 3));

    assertThat(answer.hits()).hasSize(1);
    assertThat(answer.partial().mode()).isEqualTo("vector");
    assertThat(answer.partial().reason()).contains("index.full-text: true");
  }

  @Test
  void hybridAnswersByWordsWhereTheModelRefusesTheQuery() {
    put("1", 1, EARLY, "red fox");
    table.indexText();
    model.rejectTexts(text -> text.startsWith("long"));

    SearchAnswer answer = search.search(request(Mode.HYBRID, "long fox", 3));

    assertThat(answer.hits()).extracting(SearchHit::key).containsExactly("1");
    assertThat(answer.hits().get(0).distance()).isNull();
    assertThat(answer.partial().mode()).isEqualTo("text");
    assertThat(answer.partial().reason()).startsWith("Cannot search for this text by its meaning:");
    assertThatThrownBy(() -> search.search(request(Mode.VECTOR, "long fox", 3)))
        .isInstanceOf(InvalidRequestException.class);
  }

  @Test
  void hybridAnswersByWordsWhereTheModelFails() {
    put("1", 1, EARLY, "red fox");
    table.indexText();
    SearchService failing =
        service(
            () -> {
              throw new FreshetException(ErrorCode.EMBEDDING_FAILED, "secret address");
            });

    SearchAnswer answer = failing.search(request(Mode.HYBRID, "fox", 3));

    assertThat(answer.hits()).hasSize(1);
    assertThat(answer.partial().mode()).isEqualTo("text");
    assertThat(answer.partial().reason())
        .isEqualTo(
            "Cannot embed the query: the model does not answer (EMBEDDING_FAILED). Ask again later.");
    assertThatThrownBy(() -> failing.search(request(Mode.HYBRID, "???", 3)))
        .hasMessage("secret address");
  }

  @Test
  void hybridDoesNotWaitForAModelThatHangs() {
    put("1", 1, EARLY, "red fox");
    table.indexText();
    CountDownLatch never = new CountDownLatch(1);
    SearchService hanging =
        service(
            () -> {
              try {
                never.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return model;
            });

    SearchAnswer answer = hanging.search(request(Mode.HYBRID, "fox", 3), Duration.ofMillis(100));

    assertThat(answer.hits()).hasSize(1);
    assertThat(answer.partial().mode()).isEqualTo("text");
  }

  @Test
  void hybridDoesNotHideAModelThatDidNotWriteTheRows() {
    put("1", 1, EARLY, "red fox");
    table.indexText();
    HashEmbedder other = new HashEmbedder(DIMENSION, 99);

    assertThatThrownBy(() -> service(() -> other).search(request(Mode.HYBRID, "fox", 3)))
        .isInstanceOfSatisfying(
            FreshetException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.FINGERPRINT_MISMATCH));
  }

  private SearchService service(Supplier<Embedder> models) {
    return new SearchService(reader, models, () -> live, InstantSource.fixed(NOW));
  }

  @Test
  void weightsDecideWhichRankingCounts() {
    put("meaning", 1, EARLY, "red fox");
    put("words", 1, EARLY, "fox fox fox fox");
    table.indexText();

    assertThat(weighted(1, 0).hits()).extracting(SearchHit::key).startsWith("meaning");
    assertThat(weighted(0, 3).hits().get(0).score()).isEqualTo(1f);
    assertThat(weighted(0, 3).hits())
        .extracting(SearchHit::key)
        .containsExactlyElementsOf(
            search.search(request(Mode.TEXT, "red fox", 3)).hits().stream()
                .map(SearchHit::key)
                .toList());
    for (double wrong : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> new Weights(wrong, 1)).isInstanceOf(InvalidRequestException.class);
    }
    assertThatThrownBy(() -> new Weights(0, 0)).isInstanceOf(InvalidRequestException.class);
  }

  private SearchAnswer weighted(double vector, double text) {
    return search.search(
        new SearchRequest(
            new Question.Text("red fox"),
            Mode.HYBRID,
            3,
            Optional.empty(),
            OptionalInt.empty(),
            Optional.empty(),
            Optional.of(new Weights(vector, text))));
  }

  @Test
  void answerEndsBeforeItIsTooLarge() {
    String large = "fox " + "x".repeat(SearchAnswer.CONTENT_BYTES_MAX / 3);
    for (int i = 0; i < 5; i++) {
      put("k" + i, 1, EARLY, large);
    }

    SearchAnswer answer = search.search(request(Mode.VECTOR, "fox", 5));

    assertThat(answer.hits()).extracting(SearchHit::key).containsExactly("k0", "k1");
    assertThat(answer.truncated().found()).isEqualTo(5);
    assertThat(answer.truncated().reason()).startsWith("The first 2 of 5 hits are answered");
    SearchRequest small =
        new SearchRequest(
            new Question.Text("fox"),
            Mode.VECTOR,
            5,
            Optional.empty(),
            OptionalInt.empty(),
            Optional.of(Set.of("tenant")),
            Optional.empty());
    assertThat(search.search(small).hits()).hasSize(5).allMatch(hit -> hit.text().isEmpty());
    assertThat(search.search(small).truncated()).isNull();
  }

  /** However many hits are asked for, their order is the same. */
  @Test
  void firstHitsOfAHybridSearchDoNotDependOnHowManyAreAsked() {
    Random random = new Random(4);
    String[] words = {"fox", "whale", "bird", "red", "blue", "green", "old", "new"};
    for (int i = 0; i < 400; i++) {
      put("k" + i, 1, EARLY, words[random.nextInt(8)] + " " + words[random.nextInt(8)]);
    }
    table.indexText();
    List<String> all = keys(search.search(request(Mode.HYBRID, "red fox", 400)));

    for (int k : new int[] {1, 10, 30, 99, 101, 250}) {
      assertThat(keys(search.search(request(Mode.HYBRID, "red fox", k))))
          .containsExactlyElementsOf(all.subList(0, k));
    }
    assertThat(all).doesNotHaveDuplicates().hasSize(400);
  }

  private static List<String> keys(SearchAnswer answer) {
    return answer.hits().stream().map(SearchHit::key).toList();
  }

  private static SearchRequest request(Mode mode, String text, int k) {
    return new SearchRequest(
        new Question.Text(text), mode, k, Optional.empty(), OptionalInt.empty());
  }

  private void put(String key, long version, Instant asOf, String... texts) {
    List<VectorRow> rows =
        Chunk.of(key, version, List.of(texts)).stream()
            .map(
                chunk ->
                    new VectorRow(
                        chunk,
                        vector(chunk.text()),
                        SampleRows.texts(Map.of("tenant", "a")),
                        EARLY))
            .toList();
    writer.commit(
        new VectorCommit(
            new BatchIdentity("stream", ++sequence), Set.of(key), writer.stage(rows), asOf));
  }

  private float[] vector(String text) {
    EmbedOutcome outcome = model.embed(List.of(text), InputType.DOCUMENT).get(0);
    return ((EmbedOutcome.Embedded) outcome).vector();
  }
}
