package dev.freshet.core.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchParametersTest {

  @ParameterizedTest(name = "k {0}")
  @CsvSource({"1, 100, 2", "20, 100, 2", "100, 500, 2", "10000, 50000, 2"})
  void defaultsGrowWithTheNeighboursAskedFor(int k, int ef, int refine) {
    assertThat(SearchParameters.DEFAULT.ef(k)).isEqualTo(ef);
    assertThat(SearchParameters.DEFAULT.refine(k)).isEqualTo(refine);
  }

  @ParameterizedTest(name = "k {0}")
  @CsvSource({"10, 640, 32", "1000, 32000, 20", "10000, 50000, 2", "30000, 50000, 1"})
  void searchForThousandsStaysBounded(int k, int ef, int refine) {
    SearchParameters thorough = new SearchParameters(192, 32, 32);

    assertThat(thorough.ef(k)).isEqualTo(ef);
    assertThat(thorough.refine(k)).isEqualTo(refine);
  }

  @Test
  void graphSearchKeepsAtLeastWhatIsCompared() {
    assertThat(new SearchParameters(4, 3, 32).ef(100)).isEqualTo(3_200);
  }

  @ParameterizedTest
  @CsvSource({"0, 1, 1", "1, 0, 1", "1, 1, 0", "100001, 1, 1", "1, 1001, 1", "1, 1, 1001"})
  void whatNoSearchCanUseIsRefused(int probes, int ef, int refine) {
    assertThatThrownBy(() -> new SearchParameters(probes, ef, refine))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Invalid search parameters: ");
  }
}
