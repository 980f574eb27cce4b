package dev.freshet.pipeline.metrics;

import dev.freshet.core.BatchIdentity;
import dev.freshet.pipeline.cache.ModelWork;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Batch reports for tests. */
public final class BatchReports {

  static final Instant LANDED = Instant.parse("2026-01-02T03:04:05Z");

  private BatchReports() {}

  /** A batch of two files and ten lines that were queryable a second after they had landed. */
  public static BatchReport of(String stream, long end) {
    return landed(stream, end, List.of(LANDED, LANDED), LANDED.plusSeconds(1));
  }

  /** A batch of one file with this many bytes. */
  public static BatchReport sized(long bytes, ModelWork model) {
    return report("s", 1, List.of(LANDED), LANDED.plusSeconds(1), bytes, model);
  }

  static BatchReport landed(String stream, long end, List<Instant> landed, Instant queryable) {
    return report(stream, end, landed, queryable, 2_048, new ModelWork(400, Duration.ofMillis(15)));
  }

  private static BatchReport report(
      String stream,
      long end,
      List<Instant> landed,
      Instant queryable,
      long bytes,
      ModelWork model) {
    return new BatchReport(
        new BatchIdentity(stream, end),
        false,
        new BatchReport.LandedFiles(bytes, arrivals(landed)),
        new BatchReport.LineTotals(10, 9, 1),
        new BatchReport.ChangeTotals(5, 3, 0, 0, 1, 1),
        new BatchReport.VectorTotals(new ChunkCounts(9, 4, 3, 1, 1), model, 8, 2),
        new BatchReport.Timings(
            Duration.ofMillis(20),
            Duration.ofMillis(30),
            Duration.ofMillis(40),
            timeline(queryable)));
  }

  /** Some batch whose parts add up. */
  static BatchReport random(Random random, long end) {
    int refused = random.nextInt(3);
    int empty = random.nextInt(3);
    int accepted = refused + empty + random.nextInt(20);
    int stale = random.nextInt(5);
    int control = random.nextInt(3);
    int unreadable = random.nextInt(4);
    int valid = accepted + stale + control;
    int files = 1 + random.nextInt(4);
    int rejected = refused + random.nextInt(2);
    int embedded = random.nextInt(20);
    int cached = random.nextInt(20);
    int repeated = random.nextInt(5);
    int cut = embedded + cached + repeated + rejected;
    return new BatchReport(
        new BatchIdentity("s", end),
        false,
        new BatchReport.LandedFiles(
            random.nextInt(10_000), arrivals(Collections.nCopies(files, LANDED))),
        new BatchReport.LineTotals(valid + unreadable, valid, unreadable),
        new BatchReport.ChangeTotals(accepted, stale, 0, 0, refused, empty),
        new BatchReport.VectorTotals(
            new ChunkCounts(cut, embedded, cached, repeated, rejected),
            new ModelWork(100L * embedded, Duration.ofMillis(random.nextInt(100))),
            cut - rejected,
            random.nextInt(2)),
        new BatchReport.Timings(
            Duration.ofMillis(random.nextInt(100)),
            Duration.ofMillis(random.nextInt(100)),
            Duration.ofMillis(random.nextInt(100)),
            timeline(LANDED.plusMillis(200))));
  }

  /** Bronze is committed 900 ms before the batch is queryable, Gold 800 ms. */
  private static BatchTimeline timeline(Instant queryable) {
    return new BatchTimeline(
        queryable.minusMillis(1_200),
        queryable.minusMillis(1_100),
        queryable.minusMillis(1_000),
        new BatchTimeline.LayerCommits(
            queryable.minusMillis(900), queryable.minusMillis(850), queryable.minusMillis(800)),
        queryable.minusMillis(40),
        queryable);
  }

  /** Files that are found three milliseconds after they have landed. */
  private static List<BatchReport.Arrival> arrivals(List<Instant> landed) {
    return landed.stream()
        .map(instant -> new BatchReport.Arrival(instant, instant.plusMillis(3)))
        .toList();
  }
}
