package dev.freshet.pipeline.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.core.cost.ProfileAdvice;
import dev.freshet.core.embed.EmbedOutcome;
import dev.freshet.core.embed.Embedder;
import dev.freshet.core.embed.EmbedderSpec;
import dev.freshet.core.embed.InputType;
import dev.freshet.pipeline.admission.EmbeddingProfiler.Measured;
import dev.freshet.testkit.embed.HashEmbedder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class EmbeddingProfilerTest {

  private static final TextSample SAMPLE = TextSample.builtIn(List::of);

  private final TimedModel model = new TimedModel();
  private final List<String> progress = new ArrayList<>();

  @Test
  void costsOfTheModelAreFound() {
    Measured measured = measure(false).orElseThrow();

    assertThat(measured.enough()).isTrue();
    assertThat(measured.model().fixedSeconds()).isCloseTo(0.009, within(1e-6));
    assertThat(measured.model().secondsPerUnit()).isCloseTo(31e-6, within(1e-9));
    assertThat(measured.model().rSquared()).isGreaterThan(0.999);
    assertThat(measured.model().samples()).isEqualTo(25);
    assertThat(measured.sizes()).extracting(SizeTiming::texts).containsExactly(1, 4, 16, 64, 160);
    assertThat(measured.sizes())
        .allSatisfy(size -> assertThat(size.repeats()).isEqualTo(5))
        .allSatisfy(
            size ->
                assertThat(size.medianMs()).isCloseTo(9 + 0.031 * size.tokens(), within(0.001)));
    assertThat(progress).contains("warming up", "measuring, round 5 of 5");
  }

  @Test
  void warmingUpAndADisturbanceOfOneRoundDoNotCount() {
    model.slowCalls = 2 + 5;

    Measured measured = measure(false).orElseThrow();

    assertThat(measured.model().secondsPerUnit()).isCloseTo(31e-6, Percentage.withPercentage(1));
    assertThat(measured.model().rSquared()).isGreaterThan(ProfileAdvice.LEAST_R_SQUARED);
    assertThat(measured.sizes().get(4).slowestMs())
        .isGreaterThan(5 * measured.sizes().get(4).medianMs());
  }

  @Test
  void serviceIsAskedTenTimesAtMost() {
    Measured measured = measure(true).orElseThrow();

    assertThat(model.calls).isEqualTo(10);
    assertThat(model.texts).isEqualTo(131);
    assertThat(measured.enough()).isTrue();
    assertThat(measured.model().secondsPerUnit()).isCloseTo(31e-6, within(1e-9));
  }

  @Test
  void slowModelIsMeasuredInFewerSizesWithinTheTime() {
    model.nanosPerToken = 50_000_000;

    Measured measured = measure(false).orElseThrow();

    assertThat(model.now).isLessThan(100_000_000_000L);
    assertThat(measured.sizes()).hasSizeLessThan(5);
    assertThat(measured.enough()).isEqualTo(measured.sizes().size() >= 3);
  }

  @Test
  void modelThatRejectsEverythingCannotBeMeasured() {
    model.hash.rejectTexts(text -> true);

    assertThat(measure(false)).isEmpty();
  }

  @Test
  void builtInTextsDifferInLength() {
    assertThat(SAMPLE.isLanded()).isFalse();
    assertThat(SAMPLE.texts()).hasSizeGreaterThanOrEqualTo(160);
    assertThat(SAMPLE.texts().stream().mapToInt(model::countTokens).distinct().count())
        .isGreaterThan(20);
    assertThat(SAMPLE.texts()).isEqualTo(TextSample.builtIn(List::of).texts());
  }

  @Test
  void percentileIsThatOfTheFiles() {
    List<Long> tokens = new ArrayList<>();
    for (long i = 100; i >= 1; i--) {
      tokens.add(i);
    }

    assertThat(new TextSample(List.of("x"), tokens).p95TokensPerFile(model)).isEqualTo(95);
    assertThat(new TextSample(List.of("x"), List.of(0L)).p95TokensPerFile(model)).isEqualTo(1);
    assertThat(new TextSample(List.of("one two"), List.of()).p95TokensPerFile(model)).isEqualTo(4);
  }

  private Optional<Measured> measure(boolean service) {
    return new EmbeddingProfiler(model, () -> model.now, progress::add).measure(SAMPLE, service);
  }

  /** A model that advances its own clock by the time it would take. */
  private static final class TimedModel implements Embedder {

    private final HashEmbedder hash = new HashEmbedder(8);
    private long nanosPerToken = 31_000;
    private long now;
    private int calls;
    private int texts;
    private int slowCalls;

    @Override
    public EmbedderSpec spec() {
      return hash.spec();
    }

    @Override
    public int countTokens(String text) {
      return hash.countTokens(text);
    }

    @Override
    public List<EmbedOutcome> embed(List<String> batch, InputType type) {
      calls++;
      texts += batch.size();
      long tokens = batch.stream().mapToLong(this::countTokens).sum();
      now += (9_000_000 + tokens * nanosPerToken) * (calls <= slowCalls ? 10 : 1);
      return hash.embed(batch, type);
    }

    @Override
    public void close() {
      hash.close();
    }
  }
}
