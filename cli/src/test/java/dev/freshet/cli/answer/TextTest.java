package dev.freshet.cli.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cli.Reports;
import dev.freshet.home.report.FreshnessWindow;
import dev.freshet.home.report.WindowFreshness;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TextTest {

  @Test
  void timesBelowTenSecondsAreInMilliseconds() {
    assertThat(Text.millis(0)).isEqualTo("0 ms");
    assertThat(Text.millis(309.6)).isEqualTo("310 ms");
    assertThat(Text.millis(9_999)).isEqualTo("9999 ms");
    assertThat(Text.millis(10_000)).isEqualTo("10.0 s");
    assertThat(Text.millis(1_234_567)).isEqualTo("1,234.6 s");
    assertThat(Text.duration(Duration.ofSeconds(12))).isEqualTo("12.0 s");
  }

  @Test
  void nounsHaveTheirPlural() {
    assertThat(Text.count(1, "file")).isEqualTo("1 file");
    assertThat(Text.count(0, "row")).isEqualTo("0 rows");
    assertThat(Text.count(1_200, "record")).isEqualTo("1,200 records");
    assertThat(Text.count(3, "batch")).isEqualTo("3 batches");
    assertThat(Text.count(1, "batch")).isEqualTo("1 batch");
  }

  @Test
  void freshnessWithoutSamplesIsNoData() {
    assertThat(Text.freshness(WindowFreshness.none(FreshnessWindow.DEFAULT)))
        .isEqualTo("no file within 5m");
    assertThat(Text.freshness(Reports.freshness(310, 12_400, 13_000)))
        .isEqualTo("p50 310 ms, p95 12.4 s (5m)");
  }

  @Test
  void controlCharactersOfOthersDoNotReachATerminal() {
    assertThat(Text.printable("a\u001B[2Jb\r\u202Ec")).isEqualTo("a\uFFFD[2Jb\uFFFD\uFFFDc");
    assertThat(Text.printable("a\tb\n\u092A\u200D")).isEqualTo("a\tb\n\u092A\u200D");
  }

  @Test
  void longTextIsCutToOneLine() {
    assertThat(Text.oneLine(" a\n\n b\tc ", 10)).isEqualTo("a b c");
    assertThat(Text.oneLine("1234567890", 10)).isEqualTo("1234567890");
    assertThat(Text.oneLine("12345678901", 10)).isEqualTo("123456789…");
  }

  @Test
  void cutNeverSplitsACharacter() {
    assertThat(Text.oneLine("12345678\uD83D\uDE00 and more", 10)).isEqualTo("12345678…");
    assertThat(Text.oneLine("1234567\uD83D\uDE00 and more", 10)).isEqualTo("1234567\uD83D\uDE00…");
  }
}
