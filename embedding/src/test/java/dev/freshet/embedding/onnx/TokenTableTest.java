package dev.freshet.embedding.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.error.FreshetException;
import org.junit.jupiter.api.Test;

class TokenTableTest {

  private final TokenTable table = new TokenTable(new float[] {1, 0, 0, 10, 100, 1000}, 2);

  @Test
  void textIsTheSumOfAnyNumberOfTokens() {
    assertThat(table.infer(new int[] {0})).containsExactly(1, 0);
    assertThat(table.infer(new int[] {0, 1, 2})).containsExactly(101, 1010);
    assertThat(table.infer(new int[] {0, 1, 2, 2})).containsExactly(201, 2010);
    assertThat(table.infer(new int[] {0, 1, 2, 2, 1, 0, 0, 0, 2})).containsExactly(304, 3020);
  }

  @Test
  void bytesGiveTheSameTableBack() {
    TokenTable copy = TokenTable.ofBytes(table.toBytes());

    assertThat(copy.dimension()).isEqualTo(2);
    assertThat(copy.toBytes()).isEqualTo(table.toBytes());
    assertThat(copy.infer(new int[] {2})).containsExactly(100, 1000);
  }

  @Test
  void closedTableRefusesWork() {
    table.close();
    table.close();
    assertThatThrownBy(() -> table.infer(new int[3]))
        .isInstanceOf(FreshetException.class)
        .hasMessageContaining("text of 3 tokens: the static model is closed");
  }
}
