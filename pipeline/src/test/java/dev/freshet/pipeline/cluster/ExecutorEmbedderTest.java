package dev.freshet.pipeline.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.embed.EmbedOutcome;
import dev.freshet.core.embed.Embedder;
import dev.freshet.core.embed.InputType;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.testkit.embed.HashEmbedder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExecutorEmbedderTest {

  private static final int MAX_TOKENS = 12;

  /** Ten texts: each has three words and two special tokens. */
  private static final long TOKENS_PER_TASK = 50;

  private static final AtomicInteger OPENED = new AtomicInteger();

  private final SentExecutors executors = new SentExecutors(2);

  /** Each test has a model of another dimension, and so of another fingerprint. */
  private record HashRecipe(int dimension) implements EmbedderRecipe {
    @Override
    public Embedder open(int threads) {
      OPENED.incrementAndGet();
      return new HashEmbedder(dimension, MAX_TOKENS);
    }
  }

  private ExecutorEmbedder embedder(HashEmbedder local, int executorDimension) {
    return new ExecutorEmbedder(
        local, new HashRecipe(executorDimension), executors, TOKENS_PER_TASK);
  }

  @Test
  void smallBatchIsEmbeddedHere() {
    HashEmbedder local = new HashEmbedder(8, MAX_TOKENS);
    List<String> texts = texts(19);

    List<EmbedOutcome> outcomes = embedder(local, 8).embed(texts, InputType.DOCUMENT);

    assertThat(executors.jobs).isZero();
    assertThat(outcomes).isEqualTo(expected(8, texts));
    assertThat(local.textsEmbedded()).isEqualTo(19);
    assertThat(embedder(local, 8).embed(List.of(), InputType.QUERY)).isEmpty();
  }

  @Test
  void largeBatchIsEmbeddedByExecutorsInTheOrderOfItsTexts() {
    HashEmbedder local = new HashEmbedder(9, MAX_TOKENS);
    List<String> texts = texts(100);

    List<EmbedOutcome> outcomes = embedder(local, 9).embed(texts, InputType.DOCUMENT);

    assertThat(outcomes).isEqualTo(expected(9, texts));
    assertThat(local.calls()).as("calls of the driver's model").isZero();
    assertThat(executors.partSizes).hasSize(10).allSatisfy(size -> assertThat(size).isEqualTo(10));
  }

  @Test
  void refusedTextKeepsItsPlaceAndItsReason() {
    List<String> texts = new ArrayList<>(texts(40));
    texts.add(17, "word ".repeat(MAX_TOKENS));

    List<EmbedOutcome> outcomes =
        embedder(new HashEmbedder(10, MAX_TOKENS), 10).embed(texts, InputType.DOCUMENT);

    assertThat(executors.jobs).isEqualTo(1);
    assertThat(outcomes).isEqualTo(expected(10, texts));
    assertThat(outcomes.get(17)).isInstanceOf(EmbedOutcome.Rejected.class);
    assertThat(outcomes).filteredOn(EmbedOutcome.Rejected.class::isInstance).hasSize(1);
  }

  @Test
  void answerThatIsLostIsGivenAgain() {
    executors.losingFirstAnswers();
    List<String> texts = texts(60);

    assertThat(embedder(new HashEmbedder(11, MAX_TOKENS), 11).embed(texts, InputType.DOCUMENT))
        .isEqualTo(expected(11, texts));
  }

  @Test
  void processOpensTheModelOnce() {
    ExecutorEmbedder embedder = embedder(new HashEmbedder(12, MAX_TOKENS), 12);
    int before = OPENED.get();

    embedder.embed(texts(60), InputType.DOCUMENT);
    embedder.embed(texts(60), InputType.DOCUMENT);

    assertThat(OPENED.get() - before).isEqualTo(1);
  }

  @Test
  void anotherModelOnAnExecutorEndsTheBatch() {
    ExecutorEmbedder embedder = embedder(new HashEmbedder(13, MAX_TOKENS), 14);

    assertThatThrownBy(() -> embedder.embed(texts(60), InputType.DOCUMENT))
        .isInstanceOfSatisfying(
            FreshetException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.FINGERPRINT_MISMATCH))
        .hasMessageContaining("hash:d14:t12")
        .hasMessageContaining("hash:d13:t12");
  }

  @Test
  void textTooLargeForAMessageIsEmbeddedHere() {
    HashEmbedder local = new HashEmbedder(15, MAX_TOKENS);
    List<String> texts = new ArrayList<>(texts(60));
    texts.add("x".repeat(Math.toIntExact(WorkSplit.BYTES_MAX / 2) + 1));

    List<EmbedOutcome> outcomes = embedder(local, 15).embed(texts, InputType.DOCUMENT);

    assertThat(executors.jobs).isZero();
    assertThat(outcomes).hasSize(61);
  }

  @Test
  void closingItLeavesTheDriversModelOpen() {
    HashEmbedder local = new HashEmbedder(16, MAX_TOKENS);

    embedder(local, 16).close();

    assertThat(local.embed(texts(1), InputType.DOCUMENT)).hasSize(1);
  }

  private static List<EmbedOutcome> expected(int dimension, List<String> texts) {
    return new HashEmbedder(dimension, MAX_TOKENS).embed(texts, InputType.DOCUMENT);
  }

  private static List<String> texts(int count) {
    return IntStream.range(0, count).mapToObj(i -> "river bank " + i).toList();
  }
}
