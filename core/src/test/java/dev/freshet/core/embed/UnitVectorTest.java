package dev.freshet.core.embed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnitVectorTest {

  @Test
  void vectorIsScaledToLengthOneAndTheGivenArrayIsNotChanged() {
    float[] given = {3, 0, -4};

    assertThat(UnitVector.of(given))
        .hasValueSatisfying(unit -> assertThat(unit).containsExactly(0.6f, 0, -0.8f));
    assertThat(given).containsExactly(3, 0, -4);
  }

  @Test
  void hugeAndTinyVectorsHaveADirection() {
    assertThat(UnitVector.of(new float[] {Float.MAX_VALUE, 0}))
        .hasValueSatisfying(unit -> assertThat(unit).containsExactly(1, 0));
    assertThat(UnitVector.of(new float[] {0, Float.MIN_VALUE}))
        .hasValueSatisfying(unit -> assertThat(unit).containsExactly(0, 1));
  }

  @ParameterizedTest
  @ValueSource(floats = {0, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void vectorOfZerosOrWithAComponentThatIsNotFiniteHasNone(float component) {
    assertThat(UnitVector.of(new float[] {0, component})).isEmpty();
  }
}
