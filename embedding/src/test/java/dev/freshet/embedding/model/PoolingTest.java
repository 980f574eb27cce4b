package dev.freshet.embedding.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;

class PoolingTest {

  /** Two tokens of three components, then rest of a longer text that was in the buffer before. */
  private static final FloatBuffer VECTORS =
      FloatBuffer.wrap(new float[] {1, 2, 3, 10, 20, 30, 99, 99, 99});

  @Test
  void meanHasTheDirectionOfTheSumOfAllTokens() {
    assertThat(Pooling.MEAN.pool(VECTORS, 2, 3)).containsExactly(11, 22, 33);
  }

  @Test
  void clsIsTheFirstTokenAlone() {
    assertThat(Pooling.CLS.pool(VECTORS, 2, 3)).containsExactly(1, 2, 3);
  }
}
