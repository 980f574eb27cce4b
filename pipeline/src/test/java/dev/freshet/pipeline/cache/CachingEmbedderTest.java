package dev.freshet.pipeline.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.embed.EmbedOutcome;
import dev.freshet.core.embed.Embedder;
import dev.freshet.core.embed.EmbedderSpec;
import dev.freshet.core.embed.InputType;
import dev.freshet.core.error.FreshetException;
import dev.freshet.storage.damage.DamageListener;
import dev.freshet.testkit.embed.HashEmbedder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CachingEmbedderTest {

  @TempDir Path dir;

  private final OddModel model = new OddModel("odd:1");
  private CachingEmbedder embedder;

  @BeforeEach
  void open() {
    embedder = CachingEmbedder.open(dir, model, DamageListener.NONE);
  }

  @AfterEach
  void close() {
    embedder.close();
  }

  @Test
  void textIsEmbeddedOnceAndItsVectorComesBackBitForBit() {
    List<String> texts = List.of("one", "two");
    List<EmbedOutcome> first = embedder.embed(texts, InputType.DOCUMENT);

    CachingEmbedder.Answer again = embedder.ask(texts, InputType.DOCUMENT);

    assertThat(model.asked).containsExactly("one", "two");
    assertThat(again.cached()).isEqualTo(2);
    assertThat(bits(again.outcomes())).isEqualTo(bits(first));
  }

  @Test
  void restartKeepsTheVectorsBitForBit() {
    List<EmbedOutcome> first = embedder.embed(List.of("one", "two"), InputType.DOCUMENT);

    restart(model);

    assertThat(bits(embedder.embed(List.of("two", "one"), InputType.DOCUMENT)))
        .isEqualTo(bits(List.of(first.get(1), first.get(0))));
    assertThat(model.asked).containsExactly("one", "two");
  }

  @Test
  void onlyUnknownTextsGoToTheModelAndOutcomesKeepTheirOrder() {
    embedder.embed(List.of("b", "d"), InputType.DOCUMENT);
    model.asked.clear();

    CachingEmbedder.Answer answer =
        embedder.ask(List.of("a", "b", "c", "d", "e"), InputType.DOCUMENT);

    assertThat(model.asked).containsExactly("a", "c", "e");
    assertThat(answer.cached()).isEqualTo(2);
    assertThat(bits(answer.outcomes()))
        .isEqualTo(bits(model.embed(List.of("a", "b", "c", "d", "e"), InputType.DOCUMENT)));
  }

  @Test
  void otherFingerprintSharesNothingAndAnOldOneIsStillKnown() {
    embedder.embed(List.of("one"), InputType.DOCUMENT);
    OddModel other = new OddModel("odd:2");
    restart(other);

    assertThat(embedder.ask(List.of("one"), InputType.DOCUMENT).cached()).isZero();

    restart(model);
    assertThat(embedder.ask(List.of("one"), InputType.DOCUMENT).cached()).isEqualTo(1);
  }

  @Test
  void sidesOfASearchShareNothing() {
    embedder.embed(List.of("one"), InputType.DOCUMENT);

    assertThat(embedder.ask(List.of("one"), InputType.QUERY).cached()).isZero();
  }

  @Test
  void halfASurrogatePairIsNotTheQuestionMarkItBecomesInUtf8() {
    embedder.embed(List.of("a\uD83D", "a?", "a\uFFFD"), InputType.DOCUMENT);
    model.asked.clear();

    assertThat(embedder.ask(List.of("a\uDE00"), InputType.DOCUMENT).cached()).isZero();
    assertThat(embedder.ask(List.of("a\uD83D", "a?", "a\uFFFD"), InputType.DOCUMENT))
        .isEqualTo(
            new CachingEmbedder.Answer(
                model.embed(List.of("a\uD83D", "a?", "a\uFFFD"), InputType.DOCUMENT),
                3,
                ModelWork.NONE));
  }

  @Test
  void rejectedTextIsAskedForAgain() {
    HashEmbedder hash = new HashEmbedder(8);
    hash.rejectTexts("bad"::equals);
    restart(hash);
    embedder.embed(List.of("good", "bad"), InputType.DOCUMENT);

    CachingEmbedder.Answer again = embedder.ask(List.of("good", "bad"), InputType.DOCUMENT);

    assertThat(again.cached()).isEqualTo(1);
    assertThat(again.outcomes().get(1)).isInstanceOf(EmbedOutcome.Rejected.class);
    hash.rejectTexts(text -> false);
    assertThat(embedder.embed(List.of("bad"), InputType.DOCUMENT).get(0))
        .isInstanceOf(EmbedOutcome.Embedded.class);
  }

  @Test
  void failureOfTheModelIsPassedOnAndNothingIsRemembered() {
    HashEmbedder hash = new HashEmbedder(8);
    restart(hash);
    hash.failNextCalls(1);

    assertThatThrownBy(() -> embedder.embed(List.of("one"), InputType.DOCUMENT))
        .isInstanceOf(FreshetException.class)
        .hasMessageContaining("told to fail");

    assertThat(embedder.ask(List.of("one"), InputType.DOCUMENT).cached()).isZero();
  }

  @Test
  void knownTextsNeedNoModel() {
    HashEmbedder hash = new HashEmbedder(8);
    restart(hash);
    embedder.embed(List.of("one"), InputType.DOCUMENT);
    hash.failNextCalls(1);

    assertThat(embedder.ask(List.of("one"), InputType.DOCUMENT).cached()).isEqualTo(1);
  }

  private void restart(Embedder next) {
    embedder.close();
    embedder = CachingEmbedder.open(dir, next, DamageListener.NONE);
  }

  private static List<List<Integer>> bits(List<EmbedOutcome> outcomes) {
    List<List<Integer>> bits = new ArrayList<>();
    for (EmbedOutcome outcome : outcomes) {
      List<Integer> vector = new ArrayList<>();
      for (float component : ((EmbedOutcome.Embedded) outcome).vector()) {
        vector.add(Float.floatToRawIntBits(component));
      }
      bits.add(vector);
    }
    return bits;
  }

  /** Vectors of bit patterns that careless code would change: -0, subnormals, odd last bits. */
  private static final class OddModel implements Embedder {

    private final EmbedderSpec spec;
    private final List<String> asked = new ArrayList<>();

    OddModel(String fingerprint) {
      spec = new EmbedderSpec("odd", 4, 100, fingerprint);
    }

    @Override
    public EmbedderSpec spec() {
      return spec;
    }

    @Override
    public int countTokens(String text) {
      return text.length();
    }

    @Override
    public List<EmbedOutcome> embed(List<String> texts, InputType type) {
      asked.addAll(texts);
      return texts.stream().<EmbedOutcome>map(OddModel::outcome).toList();
    }

    private static EmbedOutcome outcome(String text) {
      float angle = (float) Math.cos(text.hashCode());
      return new EmbedOutcome.Embedded(
          new float[] {angle, -0.0f, Float.MIN_VALUE, (float) Math.sqrt(1 - angle * angle)});
    }

    @Override
    public void close() {}
  }
}
