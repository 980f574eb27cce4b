package dev.freshet.core.config.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {

  @ParameterizedTest
  @ValueSource(strings = {"0s", "1ms", "1500ms", "2s", "90s", "1m", "90m", "1h", "-2s"})
  void shortestSpellingIsPrintedAndRead(String text) {
    assertThat(DurationText.parse(text).map(DurationText::print)).contains(text);
  }

  @Test
  void unitsAreUnderstood() {
    assertThat(DurationText.parse("500ms")).contains(Duration.ofMillis(500));
    assertThat(DurationText.parse("3h")).contains(Duration.ofHours(3));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "s", "5", "5 s", "5S", "1.5s", "5d", "PT5S", "999999999999999999h"})
  void otherSpellingsAreNone(String text) {
    assertThat(DurationText.parse(text)).isEmpty();
  }
}
