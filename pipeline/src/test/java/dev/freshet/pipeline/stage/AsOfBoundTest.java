package dev.freshet.pipeline.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.BatchIdentity;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AsOfBoundTest {

  private static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");

  @Test
  void fileDatedInTheFutureDoesNotMakeTheTableFresherThanNow() {
    AsOf asOf = new AsOf(end -> Optional.empty(), InstantSource.fixed(NOON));

    assertThat(asOf.after(new BatchIdentity("s", 7), NOON.plusSeconds(86_400))).isEqualTo(NOON);
    assertThat(asOf.after(new BatchIdentity("s", 8), NOON.minusSeconds(9))).isEqualTo(NOON);
  }
}
