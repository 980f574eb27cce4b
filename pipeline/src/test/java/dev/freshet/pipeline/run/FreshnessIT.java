package dev.freshet.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.home.metric.PipelineMetric;
import dev.freshet.home.report.FreshnessTerm;
import dev.freshet.home.report.FreshnessTerms;
import dev.freshet.home.report.FreshnessWindow;
import dev.freshet.pipeline.metrics.BatchTimeline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is measured, compared with when the tables' own logs were written. */
@Timeout(180)
class FreshnessIT {

  private static final Duration EMBEDDING = Duration.ofSeconds(4);

  /** From the moment a log has an entry to the moment the commit returns, on a busy machine. */
  private static final Duration RETURNED = Duration.ofMillis(900);

  @TempDir Path dir;

  @Test
  void everyMomentIsThatOfTheTablesOwnLog() throws IOException {
    IngestHome home = new IngestHome(dir);
    home.embedder.beforeEmbed(FreshnessIT::embedSlowly);
    Path file =
        home.land(
            "1.json",
            "{\"id\":\"a\",\"version\":1,\"text\":\"one\"}",
            "{\"id\":\"b\",\"version\":1,\"text\":\"two\"}");
    Instant landed = Files.getLastModifiedTime(file).toInstant();

    home.runOnce();

    Path tables = home.config().layout().bronze().getParent();
    Instant bronze = newestCommit(tables.resolve("bronze"));
    Instant silver = newestCommit(tables.resolve("silver"));
    Instant gold = newestCommit(tables.resolve("gold"));
    BatchTimeline timeline = home.metrics().lastBatch().orElseThrow().timings().timeline();
    assertReturnedAfter(timeline.layers().bronzeAt(), bronze);
    assertReturnedAfter(timeline.layers().silverAt(), silver);
    assertReturnedAfter(timeline.layers().goldAt(), gold);

    FreshnessTerms terms = home.metrics().freshness(FreshnessWindow.DEFAULT).terms().p95();
    Instant lastLayer = Stream.of(bronze, silver, gold).max(Instant::compareTo).orElseThrow();
    Instant ledger = newestCommit(tables.resolve("ledger"));
    assertReturnedAfter(end(landed, terms, FreshnessTerm.LAYERS), lastLayer);
    assertThat(terms.of(FreshnessTerm.LAYERS).plus(terms.of(FreshnessTerm.EMBEDDING)))
        .as("both begin at once")
        .isBetween(EMBEDDING, EMBEDDING.plus(RETURNED));
    assertThat(end(landed, terms, FreshnessTerm.COMMIT))
        .isEqualTo(landed.plus(terms.total()))
        .isBetween(lastLayer.plus(terms.of(FreshnessTerm.EMBEDDING)), ledger);
    assertThat(p95(home, PipelineMetric.LANDED_TO_BRONZE))
        .isCloseTo(millis(landed, bronze), within(millis(RETURNED)));
    assertThat(p95(home, PipelineMetric.GOLD_TO_QUERYABLE))
        .isCloseTo(millis(gold, landed.plus(terms.total())), within(millis(RETURNED)));
  }

  private static void embedSlowly() {
    long end = System.nanoTime() + EMBEDDING.toNanos();
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }

  private static double p95(IngestHome home, PipelineMetric timer) {
    return home.metrics().percentiles(timer).p95Ms();
  }

  private static double millis(Instant from, Instant to) {
    return millis(Duration.between(from, to));
  }

  private static double millis(Duration duration) {
    return duration.toNanos() / 1e6;
  }

  /** When a term ended, by the sum of the terms up to it. */
  private static Instant end(Instant landed, FreshnessTerms terms, FreshnessTerm last) {
    Instant end = landed;
    for (FreshnessTerm term : FreshnessTerm.values()) {
      if (term.compareTo(last) <= 0) {
        end = end.plus(terms.of(term));
      }
    }
    return end;
  }

  /** The file system's clock may be some milliseconds behind. */
  private static void assertReturnedAfter(Instant told, Instant written) {
    assertThat(told).isBetween(written.minusMillis(20), written.plus(RETURNED));
  }

  private static Instant newestCommit(Path table) {
    try (Stream<Path> log = Files.list(table.resolve("_delta_log"))) {
      Path newest =
          log.filter(entry -> entry.toString().endsWith(".json"))
              .max(Comparator.naturalOrder())
              .orElseThrow();
      return Files.getLastModifiedTime(newest).toInstant();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
