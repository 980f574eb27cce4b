package dev.freshet.pipeline.heal;

import static dev.freshet.pipeline.heal.Deaths.Verdict.ALONE;
import static dev.freshet.pipeline.heal.Deaths.Verdict.LEFT_OUT;
import static dev.freshet.pipeline.heal.Deaths.Verdict.NONE;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DeathsTest {

  @Test
  void lackOfMemoryIsolatesAtOnceAndThenLeavesOut() {
    Deaths once = Deaths.NONE.andOne(true);

    assertThat(once.verdict(false)).isEqualTo(ALONE);
    assertThat(once.verdict(true)).isEqualTo(LEFT_OUT);
  }

  @Test
  void killsOfAnyKindIsolateLaterAndLeaveOutAfterFiveInTheSameFile() {
    Deaths one = Deaths.NONE.andOne(false);
    Deaths two = one.andOne(false);
    Deaths four = two.andOne(false).andOne(false);
    Deaths five = four.andOne(false);

    assertThat(one.verdict(false)).isEqualTo(NONE);
    assertThat(two.verdict(false)).isEqualTo(ALONE);
    assertThat(one.verdict(true)).isEqualTo(NONE);
    assertThat(two.verdict(true)).isEqualTo(NONE);
    assertThat(four.verdict(true)).isEqualTo(NONE);
    assertThat(five.verdict(true)).isEqualTo(LEFT_OUT);
  }
}
