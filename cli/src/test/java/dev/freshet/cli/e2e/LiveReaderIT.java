package dev.freshet.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.cli.wiring.Wiring;
import dev.freshet.core.embed.EmbedOutcome;
import dev.freshet.core.embed.Embedder;
import dev.freshet.core.embed.InputType;
import dev.freshet.core.filter.Filter;
import dev.freshet.core.vector.Hit;
import dev.freshet.core.vector.VectorQuery;
import dev.freshet.core.vector.VectorTableReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A reader that asks for one record while it is updated all the time. */
class LiveReaderIT {

  private static final int UPDATES = 40;
  private static final int OTHERS = 20;
  private static final Duration LIMIT = Duration.ofSeconds(120);

  @TempDir Path directory;

  @Tag("long")
  @Test
  @Timeout(300)
  void recordUnderConstantUpdatesIsAlwaysThereInOneVersion() throws Exception {
    TestPipeline pipeline = TestPipeline.create(directory);
    pipeline.land("00000.json", update(0));
    try (FreshetProcess run = pipeline.start("run")) {
      await()
          .atMost(LIMIT)
          .until(
              () -> !run.isAlive() || pipeline.report().filter(s -> s.records() > 0).isPresent());
      assertThat(run.isAlive()).as(run.errors()).isTrue();

      Seen seen = pollDuringUpdates(pipeline);

      assertThat(seen.versions()).as("versions that were seen").hasSizeGreaterThan(10);
      assertThat(seen.polls()).as("polls").isGreaterThan(100);
      run.terminate();
    }
    pipeline.verified();
  }

  /** Asserts that every poll finds three chunks, all of one version. */
  private static Seen pollDuringUpdates(TestPipeline pipeline) throws Exception {
    Set<Long> versions = new HashSet<>();
    long polls = 0;
    try (Embedder embedder = new Wiring(pipeline.config()).openEmbedder();
        VectorTableReader reader = pipeline.openReader()) {
      VectorQuery query =
          new VectorQuery(
              vector(embedder), 10 * OTHERS, Optional.of(Filter.parse("record_key = 'hot'")));
      long last = 0;
      int landed = 0;
      long nextLanding = System.nanoTime();
      long deadline = System.nanoTime() + LIMIT.toNanos();
      while (last < UPDATES && System.nanoTime() < deadline) {
        if (landed < UPDATES && System.nanoTime() >= nextLanding) {
          pipeline.land("%05d.json".formatted(++landed), update(landed));
          nextLanding += Duration.ofMillis(250).toNanos();
        }
        List<Hit> hits = reader.search(query).hits();
        polls++;
        assertThat(hits)
            .as("poll %s", polls)
            .extracting(Hit::chunkIndex)
            .containsExactlyInAnyOrder(0, 1, 2);
        assertThat(hits).extracting(Hit::version).containsOnly(hits.get(0).version());
        assertThat(hits.get(0).version()).as("versions only grow").isGreaterThanOrEqualTo(last);
        last = hits.get(0).version();
        versions.add(last);
      }
      assertThat(last).as("the newest version was reached").isEqualTo(UPDATES);
    }
    return new Seen(polls, versions);
  }

  private record Seen(long polls, Set<Long> versions) {}

  /** A new version of the hot record, three chunks long, among updates of other records. */
  private static String update(long version) {
    StringBuilder lines =
        new StringBuilder(row("hot", version, "rain fills the river. ".repeat(110)));
    for (int i = 0; i < OTHERS; i++) {
      lines.append(row("other" + i, version, "snow on mountain " + i));
    }
    return lines.toString();
  }

  private static String row(String key, long version, String body) {
    return "{\"id\":\"%s\",\"updated_at\":%d,\"body\":\"version %d %s\"}%n"
        .formatted(key, version, version, body);
  }

  private static float[] vector(Embedder embedder) {
    EmbedOutcome outcome = embedder.embed(List.of("rain"), InputType.QUERY).get(0);
    return ((EmbedOutcome.Embedded) outcome).vector();
  }
}
