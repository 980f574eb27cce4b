package dev.freshet.embedding.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.embedding.token.WordPieceTokenizer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TableDistillerTest {

  private static final Map<String, Integer> VOCABULARY =
      Map.of("[UNK]", 0, "[CLS]", 1, "[SEP]", 2, "a", 3, "the", 4, "of", 5, "river", 6);

  @Test
  void everyTokenGoesThroughTheTeacherOnceAsATextOfItsOwn() {
    FakeTeacher teacher = new FakeTeacher();

    distil(teacher, 2);

    assertThat(teacher.texts)
        .extracting(text -> List.of(text[0], text[1], text[2]))
        .containsExactlyInAnyOrder(
            List.of(1, 0, 2),
            List.of(1, 1, 2),
            List.of(1, 2, 2),
            List.of(1, 3, 2),
            List.of(1, 4, 2),
            List.of(1, 5, 2),
            List.of(1, 6, 2));
  }

  @Test
  void tableIsTheSameWithAnyNumberOfThreads() {
    assertThat(distil(new FakeTeacher(), 4).toBytes())
        .isEqualTo(distil(new FakeTeacher(), 1).toBytes());
  }

  @Test
  void meanIsSubtractedAndFrequentWordsWeighLess() {
    TokenTable table = distil(new FakeTeacher(), 1);

    // The vector of a token is its id and -5: the means are 3 and -5; 11/6 is 1 + 1/2 + 1/3.
    for (int id = 0; id <= 6; id++) {
      double frequency = 1 / (11 / 6.0 * Math.max(1, id - 3));
      double weight = 0.001 / (0.001 + frequency);
      assertThat(table.infer(new int[] {id})[0])
          .isCloseTo((float) (weight * (id - 3)), within(1e-6f));
      assertThat(table.infer(new int[] {id})[1]).isZero();
    }
  }

  @Test
  void failureOfTheTeacherReachesTheCaller() {
    TokenModel broken =
        new FakeTeacher() {
          @Override
          public float[] infer(int[] ids) {
            throw new IllegalStateException("broken");
          }
        };
    assertThatThrownBy(() -> distil(broken, 2)).hasMessage("broken");
  }

  private static TokenTable distil(TokenModel teacher, int threads) {
    return new TableDistiller(teacher, new WordPieceTokenizer(VOCABULARY), threads).distil();
  }

  private static class FakeTeacher implements TokenModel {
    private final ConcurrentLinkedQueue<int[]> texts = new ConcurrentLinkedQueue<>();

    @Override
    public float[] infer(int[] ids) {
      texts.add(ids);
      return new float[] {ids[1], -5};
    }

    @Override
    public void close() {}
  }
}
