package dev.freshet.autoloader.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class FoundRoundsTest {

  private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

  private final FoundRounds rounds = new FoundRounds();

  @Test
  void everyVersionOfARoundWasFoundAtItsEnd() {
    rounds.add(0, 3, START);
    rounds.add(3, 4, START.plusSeconds(1));

    assertThat(rounds.foundAt(1)).contains(START);
    assertThat(rounds.foundAt(3)).contains(START);
    assertThat(rounds.foundAt(4)).contains(START.plusSeconds(1));
  }

  @Test
  void aVersionBeforeTheFirstRoundOrAfterTheLastIsNotRemembered() {
    rounds.add(10, 12, START);

    assertThat(rounds.foundAt(10)).isEmpty();
    assertThat(rounds.foundAt(13)).isEmpty();
  }

  @Test
  void aRoundWithoutNewVersionsMovesNothing() {
    rounds.add(0, 2, START);
    rounds.add(2, 2, START.plusSeconds(9));

    assertThat(rounds.foundAt(2)).contains(START);
  }

  @Test
  void theOldestRoundsAreForgotten() {
    for (long round = 0; round < 5000; round++) {
      rounds.add(round, round + 1, START.plusSeconds(round));
    }

    assertThat(rounds.foundAt(1)).isEmpty();
    assertThat(rounds.foundAt(5000)).contains(START.plusSeconds(4999));
  }
}
