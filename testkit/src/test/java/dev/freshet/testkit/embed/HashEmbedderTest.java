package dev.freshet.testkit.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.core.embed.EmbedOutcome;
import dev.freshet.core.embed.Embedder;
import dev.freshet.core.embed.InputType;
import dev.freshet.core.error.FreshetException;
import java.util.List;
import org.junit.jupiter.api.Test;

class HashEmbedderTest extends EmbedderContract {

  @Override
  protected Embedder create() {
    return new HashEmbedder(16, 64);
  }

  @Test
  void failsAsOftenAsAskedAndThenWorks() {
    HashEmbedder embedder = new HashEmbedder(8);
    embedder.failNextCalls(2);

    for (int call = 0; call < 2; call++) {
      assertThatThrownBy(() -> embedder.embed(List.of("a"), InputType.DOCUMENT))
          .isInstanceOf(FreshetException.class)
          .hasMessage("Cannot embed 1 texts: model hash was told to fail. Repeat the call.");
    }
    assertThat(embedder.embed(List.of("a"), InputType.DOCUMENT)).hasSize(1);
    assertThat(embedder.calls()).isEqualTo(3);
    assertThat(embedder.textsEmbedded()).isEqualTo(1);
  }

  @Test
  void rejectsThePoisonTextsOnly() {
    HashEmbedder embedder = new HashEmbedder(8);
    embedder.rejectTexts("poison"::equals);

    List<EmbedOutcome> outcomes = embedder.embed(List.of("a", "poison", "b"), InputType.DOCUMENT);

    assertThat(outcomes.get(0)).isInstanceOf(EmbedOutcome.Embedded.class);
    assertThat(outcomes.get(1)).isInstanceOf(EmbedOutcome.Rejected.class);
    assertThat(outcomes.get(2)).isInstanceOf(EmbedOutcome.Embedded.class);
  }

  @Test
  void textsThatShareWordsAreNearerThanTextsThatDoNot() {
    HashEmbedder embedder = new HashEmbedder(64);
    List<EmbedOutcome> outcomes =
        embedder.embed(
            List.of("the cat sleeps", "Sleeps the CAT?", "the cat runs", "stock prices fell"),
            InputType.DOCUMENT);

    assertThat(dot(outcomes, 0, 1)).isGreaterThan(0.99999);
    assertThat(dot(outcomes, 0, 2)).isGreaterThan(dot(outcomes, 0, 3) + 0.2);
  }

  @Test
  void everyDimensionGivesAUnitVector() {
    for (int dimension : new int[] {1, 2, 3, 384}) {
      HashEmbedder embedder = new HashEmbedder(dimension);
      List<EmbedOutcome> outcome = embedder.embed(List.of("a b c"), InputType.QUERY);
      assertThat(((EmbedOutcome.Embedded) outcome.get(0)).vector()).hasSize(dimension);
      assertThat(dot(outcome, 0, 0)).isCloseTo(1.0, within(1e-5));
    }
  }

  private static double dot(List<EmbedOutcome> outcomes, int left, int right) {
    float[] a = ((EmbedOutcome.Embedded) outcomes.get(left)).vector();
    float[] b = ((EmbedOutcome.Embedded) outcomes.get(right)).vector();
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
