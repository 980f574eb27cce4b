package dev.freshet.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EpochMicrosTest {

  @ParameterizedTest
  @CsvSource({
    "1970-01-01T00:00:00Z, 0",
    "2026-03-04T05:06:07.000008999Z, 1772600767000008",
    "1969-12-31T23:59:59.999999Z, -1",
    "1969-12-31T23:59:59.999999999Z, -1",
    "0001-01-01T00:00:00Z, -62135596800000000",
    "9999-12-31T23:59:59.999999Z, 253402300799999999"
  })
  void instantIsItsMicrosecondsSince1970(Instant instant, long micros) {
    assertThat(EpochMicros.exact(instant)).isEqualTo(micros);
    assertThat(EpochMicros.storable(instant)).isEqualTo(micros);
    assertThat(EpochMicros.clamped(instant)).isEqualTo(instant);
  }

  @Test
  void instantBeyond64BitsHasNoNumber() {
    assertThatThrownBy(() -> EpochMicros.exact(Instant.MAX))
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> EpochMicros.exact(Instant.MIN))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void instantOutsideTheYearsOfSqlIsNotStoredAndClampedToTheNearestThatIs() {
    Instant before = Instant.parse("0001-01-01T00:00:00Z").minusNanos(1);
    Instant after = Instant.parse("9999-12-31T23:59:59Z").plus(1, ChronoUnit.SECONDS);

    assertThat(EpochMicros.storable(before)).isNull();
    assertThat(EpochMicros.storable(after)).isNull();
    assertThat(EpochMicros.clamped(Instant.MIN)).isEqualTo(before.plusNanos(1));
    assertThat(EpochMicros.clamped(after)).isEqualTo(after.minus(1, ChronoUnit.MICROS));
    assertThat(EpochMicros.storable(EpochMicros.clamped(Instant.MAX))).isNotNull();
  }
}
