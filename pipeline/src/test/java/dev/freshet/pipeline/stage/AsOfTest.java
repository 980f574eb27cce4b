package dev.freshet.pipeline.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.BatchIdentity;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AsOfTest {

  private static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");

  @Test
  void everythingBeforeTheDiscoveryThatFoundNothingLaterIsIncluded() {
    AsOf asOf = new AsOf(Map.of(7L, Optional.of(NOON))::get);

    assertThat(asOf.after(new BatchIdentity("s", 7), NOON.minusSeconds(60))).isEqualTo(NOON);
  }

  @Test
  void backlogIsFreshAsOfItsFirstFile() {
    AsOf asOf = new AsOf(end -> Optional.empty());

    assertThat(asOf.after(new BatchIdentity("s", 7), NOON)).isEqualTo(NOON);
  }

  @Test
  void freshnessNeverGoesBack() {
    AsOf asOf = new AsOf(end -> Optional.empty());
    asOf.after(new BatchIdentity("s", 7), NOON);

    assertThat(asOf.after(new BatchIdentity("s", 8), NOON.minusSeconds(1))).isEqualTo(NOON);
  }
}
