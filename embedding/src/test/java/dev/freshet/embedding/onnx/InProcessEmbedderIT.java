package dev.freshet.embedding.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.embed.EmbedOutcome;
import dev.freshet.core.embed.Embedder;
import dev.freshet.core.embed.InputType;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.embedding.chunk.RecursiveChunker;
import dev.freshet.embedding.model.MiniLm;
import dev.freshet.testkit.embed.EmbedderContract;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class InProcessEmbedderIT extends EmbedderContract {

  @Override
  protected Embedder create() {
    return InProcessEmbedder.open(MiniLm.FILES, 2);
  }

  @Test
  void specIsThatOfTheBundledModel() {
    try (Embedder embedder = create()) {
      assertThat(embedder.spec().model()).isEqualTo("all-minilm-l6-v2");
      assertThat(embedder.spec().dimension()).isEqualTo(384);
      assertThat(embedder.spec().maxTokens()).isEqualTo(256);
      assertThat(embedder.spec().fingerprint()).matches("all-minilm-l6-v2:int8:[0-9a-f]{12}");
    }
  }

  @Test
  void vectorDependsNeitherOnTheThreadsNorOnTheBatch() {
    List<String> texts = randomTexts(60);
    List<EmbedOutcome> expected = new ArrayList<>();
    try (Embedder single = InProcessEmbedder.open(MiniLm.FILES, 1)) {
      texts.forEach(text -> expected.addAll(single.embed(List.of(text), InputType.DOCUMENT)));
    }
    for (int threads : new int[] {2, 4}) {
      try (Embedder embedder = InProcessEmbedder.open(MiniLm.FILES, threads)) {
        assertThat(embedder.embed(texts, InputType.DOCUMENT)).isEqualTo(expected);
      }
    }
  }

  @Test
  void textsOfOneMeaningAreNearerThanTextsOfTwo() {
    try (Embedder embedder = create()) {
      List<EmbedOutcome> outcomes =
          embedder.embed(
              List.of(
                  "A kitten is sleeping on the sofa.",
                  "The small cat naps on the couch.",
                  "Interest rates rose by half a percent."),
              InputType.DOCUMENT);
      assertThat(cosine(outcomes, 0, 1)).isGreaterThan(0.6);
      assertThat(cosine(outcomes, 0, 2)).isLessThan(0.2);
    }
  }

  @Test
  void interruptedCallEndsWithoutDoingTheRestAndKeepsTheFlag() {
    try (Embedder embedder = create()) {
      // Minutes of work: the call ends in time only if the interrupt stops it.
      List<String> texts = Collections.nCopies(20_000, "word ".repeat(200));
      Thread caller = Thread.currentThread();
      CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS).execute(caller::interrupt);

      assertThatThrownBy(() -> embedder.embed(texts, InputType.DOCUMENT))
          .isInstanceOf(FreshetException.class)
          .hasMessageContaining("Cannot embed 20000 texts: the thread was interrupted");
      assertThat(Thread.interrupted()).isTrue();

      assertThat(embedder.embed(List.of("still works"), InputType.QUERY).get(0))
          .isInstanceOf(EmbedOutcome.Embedded.class);
    }
  }

  @Test
  void closingUnderRunningCallsEndsThemWithAnError() throws Exception {
    Embedder embedder = create();
    List<String> texts = Collections.nCopies(20_000, "word ".repeat(200));
    CountDownLatch started = new CountDownLatch(3);
    List<CompletableFuture<List<EmbedOutcome>>> calls = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      calls.add(
          CompletableFuture.supplyAsync(
              () -> {
                embedder.embed(texts.subList(0, 1), InputType.DOCUMENT);
                started.countDown();
                return embedder.embed(texts, InputType.DOCUMENT);
              },
              task -> new Thread(task).start()));
    }
    assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();

    embedder.close();

    for (CompletableFuture<List<EmbedOutcome>> call : calls) {
      assertThatThrownBy(() -> call.get(30, TimeUnit.SECONDS))
          .hasCauseInstanceOf(FreshetException.class)
          .hasMessageContaining("is closed")
          .satisfies(
              e ->
                  assertThat(((FreshetException) e.getCause()).code())
                      .isEqualTo(ErrorCode.INTERNAL));
    }
  }

  @Test
  void longestChunkOfTheChunkerIsEmbedded() {
    try (Embedder embedder = create()) {
      int max = embedder.spec().maxTokens();
      List<String> chunks =
          RecursiveChunker.forModel(embedder, max, 32)
              .split("One sentence follows the other, and so on. ".repeat(100) + "ü".repeat(5_000));
      assertThat(embedder.embed(chunks, InputType.DOCUMENT))
          .hasSizeGreaterThan(3)
          .allSatisfy(o -> assertThat(o).isInstanceOf(EmbedOutcome.Embedded.class));
    }
  }

  private static double cosine(List<EmbedOutcome> outcomes, int left, int right) {
    float[] a = ((EmbedOutcome.Embedded) outcomes.get(left)).vector();
    float[] b = ((EmbedOutcome.Embedded) outcomes.get(right)).vector();
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  private static List<String> randomTexts(int count) {
    String[] words = {"spark", "table", "vector", "river", "seven", "über", "日本", "blue", "x42,"};
    Random random = new Random(3);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      StringBuilder text = new StringBuilder("text " + i);
      for (int length = random.nextInt(60); length > 0; length--) {
        text.append(' ').append(words[random.nextInt(words.length)]);
      }
      texts.add(text.toString());
    }
    return texts;
  }
}
