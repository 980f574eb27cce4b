package dev.freshet.home.delta;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ColumnTypeTest {

  @Test
  void timestampsAreStoredInMicroseconds() {
    assertThat(ColumnType.TIMESTAMP.toStored(Instant.parse("9999-12-31T00:00:00Z")))
        .isEqualTo(253402214400000000L);
    assertThat(ColumnType.TIMESTAMP.toStored(null)).isNull();
  }

  @Test
  void timestampThatCannotBeStoredBecomesNull() {
    assertThat(ColumnType.TIMESTAMP.toStored(Instant.MAX)).isNull();
    assertThat(ColumnType.TIMESTAMP.toStored(Instant.MIN)).isNull();
  }
}
