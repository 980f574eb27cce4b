package dev.freshet.demo.feed;

import static dev.freshet.demo.corpus.Docs.method;
import static dev.freshet.demo.corpus.Docs.release;
import static dev.freshet.demo.corpus.Docs.sized;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.error.FreshetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeedRunTest {

  private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
  private static final FeedPace PACE =
      new FeedPace(10, Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ZERO, 1);

  @TempDir private Path directory;

  private final Heard heard = new Heard();
  private Instant now = START;

  @Test
  void everyFileLandsWholeAtItsTimeAndIsReported() throws IOException {
    FeedPlan plan =
        FeedPlan.of(
            List.of(sized("1", 15), release("2", method("new", "n", "2"))),
            Duration.ofMinutes(1),
            PACE);

    run(plan, wait -> now = now.plus(wait));

    assertThat(heard.files)
        .extracting(file -> Duration.between(START, file.landedAt()).toMillis())
        .containsExactly(0L, 100L, 1_200L, 1_300L);
    assertThat(heard.files)
        .extracting(FeedFile::counts)
        .containsExactly(
            new ChangeCounts(10, 0, 0),
            new ChangeCounts(5, 0, 0),
            new ChangeCounts(0, 0, 10),
            new ChangeCounts(1, 0, 5));
    assertThat(heard.end).isEqualTo(new FeedEnd.Completed());
    assertThat(landed())
        .containsExactly(
            "release-1-00001.json",
            "release-1-00002.json",
            "release-2-00003.json",
            "release-2-00004.json");
    assertThat(Files.readAllLines(directory.resolve("release-1-00001.json"))).hasSize(10);
  }

  @Test
  void anInterruptStopsTheFeedBetweenFiles() throws IOException {
    FeedPlan plan = FeedPlan.of(List.of(sized("1", 30)), Duration.ofMinutes(1), PACE);

    run(
        plan,
        wait -> {
          throw new InterruptedException("stop");
        });

    assertThat(Thread.interrupted()).isTrue();
    assertThat(heard.end).isEqualTo(new FeedEnd.Stopped());
    assertThat(landed()).containsExactly("release-1-00001.json");
  }

  @Test
  void aDirectoryThatCannotBeWrittenEndsTheFeedWithTheReason() throws IOException {
    Path notADirectory = Files.createFile(directory.resolve("file"));
    FeedPlan plan = FeedPlan.of(List.of(sized("1", 30)), Duration.ofMinutes(1), PACE);

    new FeedRun(plan, writer(notADirectory), heard, () -> now, wait -> {}).run();

    assertThat(heard.files).isEmpty();
    assertThat(heard.end)
        .isInstanceOfSatisfying(
            FeedEnd.Failed.class,
            failed ->
                assertThat(failed.cause())
                    .isInstanceOf(FreshetException.class)
                    .hasMessageStartingWith("Cannot land change file " + notADirectory));
  }

  @Test
  void closingARunningFeedEndsItsThread() throws InterruptedException {
    CountDownLatch sleeping = new CountDownLatch(1);
    FeedPlan plan = FeedPlan.of(List.of(sized("1", 30)), Duration.ofMinutes(1), PACE);
    FeedRun run =
        new FeedRun(
            plan,
            writer(directory),
            heard,
            () -> now,
            wait -> {
              sleeping.countDown();
              new CountDownLatch(1).await(1, TimeUnit.MINUTES);
            });

    ChangeFeed feed = ChangeFeed.start(run);
    assertThat(sleeping.await(10, TimeUnit.SECONDS)).isTrue();
    feed.close();

    assertThat(feed.awaitEnd(Duration.ofSeconds(1))).isTrue();
    assertThat(heard.end).isEqualTo(new FeedEnd.Stopped());
  }

  @Test
  void aFeedOnTheRealClockEndsByItself() throws InterruptedException {
    FeedPace quick = new FeedPace(10, Duration.ofMillis(1), Duration.ZERO, Duration.ZERO, 1);
    FeedPlan plan = FeedPlan.of(List.of(sized("1", 30)), Duration.ofSeconds(1), quick);

    try (ChangeFeed feed = ChangeFeed.start(plan, directory.resolve("landing"), heard)) {
      assertThat(feed.awaitEnd(Duration.ofSeconds(30))).isTrue();
    }

    assertThat(heard.end).isEqualTo(new FeedEnd.Completed());
    assertThat(heard.files).hasSize(3);
  }

  private void run(FeedPlan plan, FeedRun.Sleeper sleeper) {
    new FeedRun(plan, writer(directory), heard, () -> now, sleeper).run();
  }

  private ChangeFileWriter writer(Path landing) {
    return new ChangeFileWriter(landing, new DebeziumEvents(() -> now));
  }

  private List<String> landed() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** Keeps what it hears; read by a test after the feed's end only. */
  private static final class Heard implements FeedListener {

    private final List<FeedFile> files = new ArrayList<>();
    private FeedEnd end = new FeedEnd.Failed(new IllegalStateException("not ended"));

    @Override
    public void fileLanded(FeedFile file) {
      files.add(file);
    }

    @Override
    public void ended(FeedEnd how) {
      end = how;
    }
  }
}
