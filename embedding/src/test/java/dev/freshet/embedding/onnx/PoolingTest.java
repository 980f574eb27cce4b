package dev.freshet.embedding.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;

class PoolingTest {

  /** Two tokens of three components, and what a longer text before them left in the buffer. */
  private static final FloatBuffer VECTORS =
      FloatBuffer.wrap(new float[] {1, 2, 3, 10, 20, 30, 99, 99, 99});

  @Test
  void meanPointsWhereAllTokensPointTogether() {
    assertThat(Pooling.MEAN.pool(VECTORS, 2, 3)).containsExactly(11, 22, 33);
  }

  @Test
  void clsIsTheFirstTokenAlone() {
    assertThat(Pooling.CLS.pool(VECTORS, 2, 3)).containsExactly(1, 2, 3);
  }
}
