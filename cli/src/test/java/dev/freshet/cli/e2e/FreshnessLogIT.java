package dev.freshet.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.home.report.FreshnessTerm;
import dev.freshet.home.report.FreshnessTerms;
import dev.freshet.home.report.FreshnessWindow;
import dev.freshet.home.report.RunStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The terms of a real run with a real model, compared with the logs of Delta and of Lance. */
class FreshnessLogIT {

  /** From the moment a log has an entry to the moment the commit returns, on a busy machine. */
  private static final Duration RETURNED = Duration.ofMillis(1_500);

  private static final int RECORDS = 300;

  @TempDir Path directory;

  @Test
  @Timeout(300)
  void termsEndWhereTheLogsOfTheTablesSay() throws Exception {
    TestPipeline pipeline = TestPipeline.create(directory);
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < RECORDS; i++) {
      rows.append(
          "{\"id\":%d,\"updated_at\":1,\"body\":\"%s\"}%n"
              .formatted(i, ("pump " + i + " lost pressure, valve replaced. ").repeat(12)));
    }
    pipeline.land("1.json", rows.toString());
    Instant landed = Files.getLastModifiedTime(pipeline.landing().resolve("1.json")).toInstant();

    pipeline.execute("run", "--once").expectExit(0);

    RunStatus status = pipeline.report().orElseThrow();
    FreshnessTerms terms = status.freshness(FreshnessWindow.HOUR).terms().p95();
    Instant queryable = landed.plus(terms.total());
    assertThat(queryable)
        .isBetween(
            status.lastBatch().queryableAt().minusMillis(5),
            status.lastBatch().queryableAt().plusMillis(5));
    Path home = pipeline.config().home();
    Path tables = home.resolve("tables");
    Instant layers =
        Stream.of("bronze", "silver", "gold")
            .map(layer -> newest(tables.resolve(layer).resolve("_delta_log"), ".json"))
            .max(Instant::compareTo)
            .orElseThrow();
    Instant vectors = newest(home.resolve("vectors/docs.lance/_versions"), ".manifest");
    assertReturnedAfter(end(landed, terms, FreshnessTerm.LAYERS), layers);
    assertReturnedAfter(queryable, vectors);
    assertThat(terms.of(FreshnessTerm.EMBEDDING).plus(terms.of(FreshnessTerm.COMMIT)))
        .isBetween(
            Duration.between(layers, vectors).minus(RETURNED),
            Duration.between(layers, vectors).plus(RETURNED));
    assertThat(Duration.between(layers, vectors)).as("the test says something").isPositive();
  }

  private static Instant end(Instant landed, FreshnessTerms terms, FreshnessTerm last) {
    Instant end = landed;
    for (FreshnessTerm term : FreshnessTerm.values()) {
      if (term.compareTo(last) <= 0) {
        end = end.plus(terms.of(term));
      }
    }
    return end;
  }

  private static void assertReturnedAfter(Instant told, Instant written) {
    assertThat(told).isBetween(written.minusMillis(20), written.plus(RETURNED));
  }

  private static Instant newest(Path directory, String suffix) {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.toString().endsWith(suffix))
          .map(FreshnessLogIT::modified)
          .max(Instant::compareTo)
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Instant modified(Path file) {
    try {
      return Files.getLastModifiedTime(file).toInstant();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
