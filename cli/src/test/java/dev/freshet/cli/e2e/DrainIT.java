package dev.freshet.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.cli.demo.DemoPipeline;
import dev.freshet.demo.corpus.DemoCorpus;
import dev.freshet.demo.corpus.Release;
import dev.freshet.demo.feed.ChangeFeed;
import dev.freshet.demo.feed.FeedEnd;
import dev.freshet.demo.feed.FeedFile;
import dev.freshet.demo.feed.FeedListener;
import dev.freshet.demo.feed.FeedPace;
import dev.freshet.demo.feed.FeedPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A landing zone where change events of real documents wait: some hundreds, and some thousands in
 * the long build.
 */
class DrainIT {

  private static final FeedPace AT_ONCE =
      new FeedPace(100, Duration.ofMillis(1), Duration.ZERO, Duration.ZERO, 1);

  private static final boolean LONG = Boolean.getBoolean("freshet.test.long");
  private static final Path CORPUS = Path.of("..", "extensions", "demo", "target", "demo-corpus");

  @TempDir Path directory;

  @Test
  @Timeout(600)
  void everythingThatHasLandedIsSearchableOnce() throws Exception {
    TestPipeline pipeline =
        TestPipeline.create(
            directory,
            DemoPipeline.yaml(directory.resolve("home"), directory.resolve("landing"))
                + "optimize: { mode: off }\n");
    Landed landed = landEverything(pipeline);

    JsonNode run = pipeline.execute("run", "--once", "-o", "json").expectExit(0).json();

    assertThat(landed.rows.get()).isGreaterThan(LONG ? 4_000 : 800);
    assertThat(run.get("files").asLong()).isEqualTo(landed.files.get());
    assertThat(run.get("rows").asLong()).isEqualTo(landed.rows.get());
    assertThat(run.get("records").asLong()).isEqualTo(landed.live.get());
    assertThat(run.get("quarantined").asLong()).isZero();
    JsonNode verified = pipeline.verified();
    assertThat(verified.get("records").asLong()).isEqualTo(landed.live.get());
    assertThat(verified.get("bronze").asLong()).isEqualTo(landed.rows.get());

    assertThat(best(pipeline, "how do I read the last lines of a log file that keeps growing"))
        .isEqualTo(
            LONG
                ? "org.apache.commons.io.input.ReversedLinesFileReader"
                : "org.apache.commons.io.input.Tailer#run()");
    JsonNode again = pipeline.execute("run", "--once", "-o", "json").expectExit(0).json();
    assertThat(again.get("batches").asLong()).as("batches of a second run").isZero();
    assertThat(again.get("records").asLong()).isEqualTo(landed.live.get());
  }

  private static String best(TestPipeline pipeline, String question) throws Exception {
    JsonNode answer =
        pipeline.execute("search", question, "-k", "1", "-o", "json").expectExit(0).json();
    return answer.at("/hits/0/key").asText();
  }

  private static Landed landEverything(TestPipeline pipeline) throws Exception {
    List<Release> releases = new DemoCorpus(CORPUS).read();
    FeedPlan plan =
        FeedPlan.of(LONG ? releases : releases.subList(0, 2), Duration.ofMinutes(5), AT_ONCE);
    assertThat(plan.leftOut()).isEmpty();
    Landed landed = new Landed();
    try (ChangeFeed feed = ChangeFeed.start(plan, pipeline.landing(), landed)) {
      assertThat(feed.awaitEnd(Duration.ofMinutes(2))).as("feed ended").isTrue();
    }
    assertThat(landed.ends).hasOnlyElementsOfType(FeedEnd.Completed.class);
    return landed;
  }

  /** Counts what lands. */
  private static final class Landed implements FeedListener {

    private final AtomicLong files = new AtomicLong();
    private final AtomicLong rows = new AtomicLong();
    private final AtomicLong live = new AtomicLong();
    private final List<FeedEnd> ends = new CopyOnWriteArrayList<>();

    @Override
    public void fileLanded(FeedFile file) {
      files.incrementAndGet();
      rows.addAndGet(file.counts().rows());
      live.addAndGet(file.counts().inserts() - file.counts().deletes());
    }

    @Override
    public void ended(FeedEnd end) {
      ends.add(end);
    }
  }
}
