package dev.freshet.testkit.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.core.embed.EmbedOutcome;
import dev.freshet.core.embed.Embedder;
import dev.freshet.core.embed.InputType;
import dev.freshet.core.error.FreshetException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What every {@link Embedder} must do. Extend it in the implementation's own tests. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class EmbedderContract {

  private static final List<String> TEXTS =
      List.of(
          "A cat sleeps on the warm roof.",
          "Spark writes the batch, then the ledger row.",
          "x",
          "Héllo Wörld, straße and İstanbul: ΑΣΣ ΣΑΣ",
          "日本語のテキスト mixed with English words",
          "the same words again and again and again ".repeat(6),
          "{\"key\": 17, \"value\": [1, 2, 3]}",
          "A cat sleeps on the warm roof. It dreams of fish, of boats and of a smaller, warmer roof.");

  private Embedder embedder;

  /** A fresh, open embedder; every call must give one with the same fingerprint. */
  protected abstract Embedder create();

  @BeforeAll
  void openEmbedder() {
    embedder = create();
  }

  @AfterAll
  void closeEmbedder() {
    embedder.close();
  }

  @Test
  void specNamesWhatCallersNeed() {
    assertThat(embedder.spec().model()).isNotBlank();
    assertThat(embedder.spec().fingerprint()).isNotBlank();
    assertThat(embedder.spec().dimension()).isPositive();
    assertThat(embedder.spec().maxTokens()).isGreaterThan(embedder.countTokens(""));
  }

  @Test
  void noTextsGiveNoOutcomes() {
    assertThat(embedder.embed(List.of(), InputType.DOCUMENT)).isEmpty();
  }

  @Test
  void vectorsHaveTheSpecsDimensionAndUnitLength() {
    for (InputType type : InputType.values()) {
      for (float[] vector : vectors(TEXTS, type)) {
        assertThat(vector).hasSize(embedder.spec().dimension());
        assertThat(length(vector)).isCloseTo(1.0, within(1e-5));
      }
    }
  }

  @Test
  void differentTextsGetDifferentVectors() {
    assertThat(vectors(TEXTS, InputType.DOCUMENT)).doesNotHaveDuplicates();
  }

  @Test
  void textGetsTheSameVectorAloneAndInABatchBitForBit() {
    List<float[]> together = vectors(TEXTS, InputType.DOCUMENT);
    for (int i = 0; i < TEXTS.size(); i++) {
      assertThat(vectors(List.of(TEXTS.get(i)), InputType.DOCUMENT).get(0))
          .isEqualTo(together.get(i));
    }
  }

  @Test
  void outcomesKeepTheOrderOfTheTexts() {
    // Given
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < 5 * TEXTS.size(); i++) {
      order.add(i % TEXTS.size());
    }
    Collections.shuffle(order, new Random(7));
    List<float[]> expected = vectors(TEXTS, InputType.DOCUMENT);

    // When
    List<float[]> shuffled = vectors(order.stream().map(TEXTS::get).toList(), InputType.DOCUMENT);

    // Then
    for (int i = 0; i < order.size(); i++) {
      assertThat(shuffled.get(i)).isEqualTo(expected.get(order.get(i)));
    }
  }

  @Test
  void anotherInstanceGivesTheSameVectorsUnderTheSameFingerprint() {
    try (Embedder other = create()) {
      assertThat(other.spec()).isEqualTo(embedder.spec());
      for (InputType type : InputType.values()) {
        assertThat(other.embed(TEXTS, type)).isEqualTo(embedder.embed(TEXTS, type));
      }
    }
  }

  @Test
  void blankTextIsEmbedded() {
    List<float[]> blank = vectors(List.of("", "   ", "\t\n"), InputType.DOCUMENT);
    assertThat(blank).allSatisfy(v -> assertThat(length(v)).isCloseTo(1.0, within(1e-5)));
    assertThat(blank.get(1)).isEqualTo(blank.get(0));
    assertThat(blank.get(2)).isEqualTo(blank.get(0));
  }

  @Test
  void overlongTextIsRejectedWithItsSizeAndTheRestIsEmbedded() {
    // Given
    String longest = longestText();
    String overlong = longest + " word";
    int tokens = embedder.countTokens(overlong);
    List<String> texts = List.of(TEXTS.get(0), overlong, longest, "word ".repeat(200_000));

    // When
    List<EmbedOutcome> outcomes = embedder.embed(texts, InputType.DOCUMENT);

    // Then
    assertThat(outcomes.get(0))
        .isEqualTo(embedder.embed(texts.subList(0, 1), InputType.DOCUMENT).get(0));
    assertThat(outcomes.get(1)).isInstanceOf(EmbedOutcome.Rejected.class);
    assertThat(((EmbedOutcome.Rejected) outcomes.get(1)).reason())
        .contains(String.valueOf(tokens), String.valueOf(embedder.spec().maxTokens()));
    assertThat(outcomes.get(2)).isInstanceOf(EmbedOutcome.Embedded.class);
    assertThat(outcomes.get(3)).isInstanceOf(EmbedOutcome.Rejected.class);
  }

  @Test
  void tokenCountIsStableAndGrowsWithTheText() {
    String text = "";
    int before = embedder.countTokens(text);
    for (int words = 1; words <= 20; words++) {
      text += " word";
      int now = embedder.countTokens(text);
      assertThat(now).isGreaterThan(before).isEqualTo(embedder.countTokens(text));
      before = now;
    }
  }

  @Test
  void strangeCharactersNeverFailTheBatch() {
    List<String> strange =
        List.of(
            "\0", "a\0b", "\uD83D", "\uDE00 text", "\uFFFD", "\u200B", "😀😀", "z".repeat(5_000));
    for (InputType type : InputType.values()) {
      List<EmbedOutcome> outcomes = embedder.embed(strange, type);
      assertThat(outcomes).hasSameSizeAs(strange);
      assertThat(outcomes).isEqualTo(embedder.embed(strange, type));
    }
  }

  @Test
  void concurrentCallersGetTheSameVectors() throws Exception {
    List<EmbedOutcome> expected = embedder.embed(TEXTS, InputType.DOCUMENT);
    ExecutorService callers = Executors.newFixedThreadPool(4);
    try {
      Callable<List<EmbedOutcome>> call = () -> embedder.embed(TEXTS, InputType.DOCUMENT);
      List<Future<List<EmbedOutcome>>> answers =
          callers.invokeAll(Collections.nCopies(12, call), 60, TimeUnit.SECONDS);
      for (Future<List<EmbedOutcome>> answer : answers) {
        assertThat(answer.get()).isEqualTo(expected);
      }
    } finally {
      callers.shutdownNow();
    }
  }

  @Test
  void interruptFlagSurvivesACall() {
    Thread.currentThread().interrupt();
    try {
      embedder.embed(TEXTS, InputType.DOCUMENT);
    } catch (FreshetException expected) {
      // Giving up is allowed, clearing the flag is not.
    }
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void closedEmbedderRefusesWorkAndMayBeClosedAgain() {
    Embedder closed = create();
    closed.close();
    closed.close();
    assertThatThrownBy(() -> closed.embed(TEXTS, InputType.DOCUMENT))
        .isInstanceOf(FreshetException.class)
        .hasMessageContaining("closed");
  }

  /** The longest text of repeated words that the model takes. */
  private String longestText() {
    StringBuilder text = new StringBuilder("word");
    while (embedder.countTokens(text + " word") <= embedder.spec().maxTokens()) {
      text.append(" word");
    }
    return text.toString();
  }

  private List<float[]> vectors(List<String> texts, InputType type) {
    List<EmbedOutcome> outcomes = embedder.embed(texts, type);
    assertThat(outcomes)
        .hasSameSizeAs(texts)
        .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(EmbedOutcome.Embedded.class));
    return outcomes.stream().map(o -> ((EmbedOutcome.Embedded) o).vector()).toList();
  }

  private static double length(float[] vector) {
    double squares = 0;
    for (float component : vector) {
      squares += (double) component * component;
    }
    return Math.sqrt(squares);
  }
}
