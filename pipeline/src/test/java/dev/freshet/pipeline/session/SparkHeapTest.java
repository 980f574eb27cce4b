package dev.freshet.pipeline.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SparkHeapTest {

  private static final long MIB = 1 << 20;

  @Test
  void aHeapThatSparkRefusesIsAWrongSetting() {
    assertThatThrownBy(() -> new SparkHeap(Map.of(), 450 * MIB - 1).requireEnough())
        .isInstanceOfSatisfying(
            FreshetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CONFIG))
        .hasMessage(
            "Cannot run: the heap of 449 MiB is too small: Spark needs 450 MiB to start. Set -Xmx1g"
                + " in FRESHET_JAVA_OPTS.");
  }

  @Test
  void theLeastHeapThatSparkTakesIsEnough() {
    assertThatCode(() -> new SparkHeap(Map.of(), 450 * MIB).requireEnough())
        .doesNotThrowAnyException();
  }

  @Test
  void settingsForTestsLowerTheBound() {
    Map<String, String> less = Map.of("spark.testing.reservedMemory", "16777216");

    assertThatCode(() -> new SparkHeap(less, 24 * MIB).requireEnough()).doesNotThrowAnyException();
    assertThatThrownBy(() -> new SparkHeap(less, 23 * MIB).requireEnough())
        .hasMessageContaining("Spark needs 24 MiB");
    assertThatCode(() -> new SparkHeap(Map.of("spark.testing", "true"), MIB).requireEnough())
        .doesNotThrowAnyException();
  }
}
