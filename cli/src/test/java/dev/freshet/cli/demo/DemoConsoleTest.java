package dev.freshet.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.cli.Reports;
import dev.freshet.demo.feed.ChangeCounts;
import dev.freshet.demo.feed.FeedFile;
import dev.freshet.home.report.FreshnessWindow;
import dev.freshet.home.report.WindowFreshness;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DemoConsoleTest {

  private final StringWriter printed = new StringWriter();
  private final DemoConsole console = new DemoConsole(new PrintWriter(printed));

  @Test
  void landedFileIsALineWithItsChangesAndTheFreshnessSoFar() {
    FeedFile file =
        new FeedFile(
            "release-2.5-00007.json",
            "2.5",
            new ChangeCounts(12, 3, 1),
            Instant.parse("2026-03-01T10:00:00.123Z"),
            false);

    console.landed(file, Reports.freshness(310, 420, 500));
    console.landed(file, WindowFreshness.none(FreshnessWindow.DEFAULT));

    assertThat(printed.toString().lines())
        .hasSize(2)
        .first()
        .asString()
        .matches(
            "\\d\\d:\\d\\d:\\d\\d\\.123  release-2\\.5-00007\\.json     \\+12 ~3 -1   landed to queryable: p50 310 ms, p95 420 ms \\(5m\\)");
    assertThat(printed.toString()).endsWith("landed to queryable: no file within 5m\n");
  }

  @Test
  void answersShowWhatTheyWereBefore() {
    console.answer("why", Optional.empty(), "a");
    console.answer("why", Optional.of("a"), "b");

    assertThat(printed.toString())
        .isEqualTo("  \"why\"\n    answer:  a\n  \"why\"\n    before:  a\n    now:     b\n");
  }

  @Test
  void releaseThatIsLateIsNotCalledSearchable() {
    console.releaseSearchable("2.5", Duration.ofMillis(700), true);
    console.releaseSearchable("2.7", Duration.ofSeconds(30), false);

    assertThat(printed.toString())
        .contains(
            "release 2.5 is searchable as a whole, at most 700 ms after its last file landed",
            "release 2.7 is not searchable as a whole yet; the machine is busy");
  }
}
