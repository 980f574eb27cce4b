package dev.freshet.demo.feed;

import static dev.freshet.demo.corpus.Docs.sized;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.demo.corpus.Release;
import dev.freshet.demo.corpus.ReleaseDiff;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FeedPlanTest {

  private static final FeedPace PACE =
      new FeedPace(10, Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofSeconds(2), 4);

  @Test
  void releasesFollowEachOtherInFilesOfBoundedSizeWithAPauseBetween() {
    FeedPlan plan =
        FeedPlan.of(List.of(sized("1.4", 25), sized("2.0", 10)), Duration.ofMillis(3_300), tight());

    assertThat(plan.files())
        .extracting(PlannedFile::name)
        .containsExactly(
            "release-1.4-00001.json",
            "release-1.4-00002.json",
            "release-1.4-00003.json",
            "release-2.0-00004.json",
            "release-2.0-00005.json",
            "release-2.0-00006.json");
    assertThat(plan.files())
        .extracting(file -> file.at().toMillis())
        .containsExactly(0L, 100L, 200L, 1_300L, 1_400L, 1_500L);
    assertThat(plan.files())
        .extracting(PlannedFile::completesRelease)
        .containsExactly(false, false, true, false, false, true);
    assertThat(plan.releases())
        .containsExactly(
            new PlannedRelease(
                "1.4", new ChangeCounts(25, 0, 0), Duration.ZERO, Duration.ofMillis(200)),
            new PlannedRelease(
                "2.0",
                new ChangeCounts(0, 10, 15),
                Duration.ofMillis(1_300),
                Duration.ofMillis(1_500)));
  }

  @Test
  void aShortDurationLeavesTheLastReleasesOutAndSaysSo() {
    List<Release> releases = List.of(sized("1", 100), sized("2", 100), sized("3", 100));

    FeedPlan plan = FeedPlan.of(releases, Duration.ofSeconds(5), PACE);

    assertThat(plan.releases()).extracting(PlannedRelease::version).containsExactly("1", "2");
    assertThat(plan.leftOut()).containsExactly("3");
    assertThat(plan.end()).isLessThanOrEqualTo(Duration.ofMillis(3_750));
  }

  @Test
  void aDurationTooShortForTheFirstReleaseLandsItFaster() {
    FeedPlan plan = FeedPlan.of(List.of(sized("1", 100)), Duration.ofMillis(400), PACE);

    assertThat(plan.fileCount()).isEqualTo(10);
    assertThat(plan.end()).isEqualTo(Duration.ofMillis(270));
  }

  @Test
  void aLongDurationIsNotStretchedBeyondThePace() {
    List<Release> releases = List.of(sized("1", 10), sized("2", 20));

    FeedPlan plan = FeedPlan.of(releases, Duration.ofHours(1), PACE);

    assertThat(plan.end()).isEqualTo(Duration.ofMillis(100 + 4 * 1_000 + 4 * 100));
  }

  @Test
  void aReleaseThatChangesNothingNeedsNoFile() {
    Release first = sized("1", 5);

    FeedPlan plan =
        FeedPlan.of(
            List.of(first, new Release("2", first.records(), List.of())),
            Duration.ofSeconds(10),
            PACE);

    assertThat(plan.releases()).extracting(PlannedRelease::version).containsExactly("1");
    assertThat(plan.leftOut()).isEmpty();
  }

  @Test
  void withoutReleasesThereIsNoPlan() {
    assertThatThrownBy(() -> FeedPlan.of(List.of(), Duration.ofSeconds(1), PACE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  static Stream<Long> seeds() {
    return IntStream.range(0, 200).mapToObj(Long::valueOf);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whateverTheReleasesEveryRowLandsOnceInOrderAndInTime(long seed) {
    // Given
    Random random = new Random(seed);
    List<Release> releases = new ArrayList<>();
    int count = 1 + random.nextInt(8);
    for (int i = 0; i < count; i++) {
      releases.add(sized("v" + i, 1 + random.nextInt(300)));
    }
    Duration duration = Duration.ofMillis(100 + random.nextInt(60_000));

    // When
    FeedPlan plan = FeedPlan.of(releases, duration, PACE);

    // Then
    int landing = plan.releases().size();
    assertThat(landing).isPositive();
    assertThat(landing + plan.leftOut().size()).isEqualTo(count);
    assertThat(plan.files().stream().flatMap(file -> file.changes().stream()))
        .containsExactlyElementsOf(
            ReleaseDiff.chain(releases).stream()
                .limit(landing)
                .flatMap(diff -> diff.changes().stream())
                .toList());
    assertThat(plan.files()).isSortedAccordingTo((a, b) -> a.at().compareTo(b.at()));
    assertThat(plan.files()).extracting(PlannedFile::name).doesNotHaveDuplicates();
    assertThat(plan.files()).allMatch(file -> file.changes().size() <= PACE.rowsPerFile());
    assertThat(plan.files().stream().filter(PlannedFile::completesRelease)).hasSize(landing);
    assertThat(plan.end()).isLessThan(duration);
    if (landing > 1) {
      assertThat(gaps(plan)).allMatch(gap -> gap.compareTo(PACE.interval()) >= 0);
    }
  }

  /** The same pace for a plan that is never slower than it has to be. */
  private static FeedPace tight() {
    return new FeedPace(
        10, Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofSeconds(2), 1);
  }

  private static List<Duration> gaps(FeedPlan plan) {
    List<PlannedFile> files = plan.files();
    return IntStream.range(1, files.size())
        .mapToObj(i -> files.get(i).at().minus(files.get(i - 1).at()))
        .toList();
  }
}
