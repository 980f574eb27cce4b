package dev.freshet.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadOptionsTest {

  @Test
  void whatIsNotGivenIsTheDefault() {
    LoadOptions options = LoadOptions.parse(List.of("--rows", "20000", "--contenders", "lucene"));

    assertThat(options.rows()).containsExactly(20_000);
    assertThat(options.contenders()).containsExactly(ContenderKind.LUCENE);
    assertThat(options.loops().clients()).containsExactly(1, 8, 32);
    assertThat(options.target()).isEqualTo(0.98);
  }

  @Test
  void closedLoopsComeBeforeOpenOnes() {
    assertThat(LoadOptions.parse(List.of("--clients", "2", "--rates", "50")).stages())
        .extracting(Stage::label)
        .containsExactly("2 clients", "open, 50/s");
  }

  @Test
  void aQuickRunCanBeChangedAsWell() {
    LoadOptions options = LoadOptions.parse(List.of("--clients", "8", "--quick"));

    assertThat(options.rows()).containsExactly(5_000);
    assertThat(options.loops().clients()).containsExactly(8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--rows x", "--rows 0", "--contenders faiss", "--speed 3", "--rows"})
  void whatCannotBeUsedIsRefusedWithWhatCan(String arguments) {
    assertThatThrownBy(() -> LoadOptions.parse(List.of(arguments.split(" "))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--rows 100000,500000");
  }
}
