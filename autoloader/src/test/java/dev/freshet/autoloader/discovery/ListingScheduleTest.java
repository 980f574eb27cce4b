package dev.freshet.autoloader.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.autoloader.option.AutoloaderOptions;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ListingScheduleTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final ListingSchedule schedule = schedule(Optional.empty());

  private static ListingSchedule schedule(Optional<Duration> longest) {
    return new ListingSchedule(
        new AutoloaderOptions.Discovering(Duration.ofSeconds(1), longest, true), () -> true, 0);
  }

  @Test
  void firstListingIsDueAtOnce() {
    assertThat(schedule.isDue(0)).isTrue();
  }

  @Test
  void cheapListingRepeatsAtTheInterval() {
    schedule.listed(0, SECOND / 1000);

    assertThat(schedule.isDue(SECOND / 2)).isFalse();
    assertThat(schedule.isDue(SECOND / 1000 + SECOND)).isTrue();
  }

  @Test
  void expensiveListingRepeatsAtFiftyTimesItsCost() {
    schedule.listed(0, SECOND);

    assertThat(schedule.untilDue(SECOND)).isEqualTo(Duration.ofSeconds(50));
  }

  @Test
  void listingThatAloneFindsFilesTakesAFifthOfTheTime() {
    ListingSchedule alone =
        new ListingSchedule(
            new AutoloaderOptions.Discovering(Duration.ofSeconds(1), Optional.empty(), false),
            () -> false,
            0);
    alone.listed(0, SECOND);

    assertThat(alone.untilDue(SECOND)).isEqualTo(Duration.ofSeconds(4));
  }

  @Test
  void fullListingIsOneInEightWhileOthersBeginBehindTheLastKey() {
    boolean[] inOrder = {true};
    ListingSchedule incremental =
        new ListingSchedule(
            new AutoloaderOptions.Discovering(Duration.ofSeconds(1), Optional.empty(), false),
            new ListingSchedule.Hinting() {
              @Override
              public boolean givesHints() {
                return inOrder[0];
              }

              @Override
              public int intervalsBetweenListings() {
                return 8;
              }
            },
            0);
    incremental.listed(0, SECOND / 100);

    assertThat(incremental.untilDue(SECOND / 100)).isEqualTo(Duration.ofSeconds(8));
    inOrder[0] = false;
    assertThat(incremental.untilDue(SECOND / 100)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void longestIntervalBoundsThePauseAfterAnExpensiveListing() {
    ListingSchedule bounded = schedule(Optional.of(Duration.ofSeconds(20)));
    bounded.listed(0, SECOND);

    assertThat(bounded.untilDue(SECOND)).isEqualTo(Duration.ofSeconds(19));
  }

  @Test
  void requestsNeverTakeMoreThanHalfOfTheTime() {
    schedule.listed(0, 2 * SECOND);

    schedule.requestNow(3 * SECOND);
    assertThat(schedule.untilDue(3 * SECOND)).isEqualTo(Duration.ofSeconds(1));
    schedule.requestNow(5 * SECOND);
    assertThat(schedule.isDue(5 * SECOND)).isTrue();
  }

  @Test
  void failedListingIsRepeatedAfterTheInterval() {
    schedule.failed(0, 1);

    assertThat(schedule.untilDue(0)).isEqualTo(Duration.ofSeconds(1));
  }

  /** With events listings are rare, and the first of a start is waited for. */
  @Test
  void failedListingIsRepeatedWithinSecondsHoweverRareListingsAre() {
    ListingSchedule rare =
        new ListingSchedule(
            new AutoloaderOptions.Discovering(Duration.ofMinutes(5), Optional.empty(), true),
            () -> true,
            0);

    rare.failed(0, 1);
    assertThat(rare.untilDue(0)).isEqualTo(Duration.ofSeconds(5));
    rare.failed(0, 9);
    assertThat(rare.untilDue(0)).isEqualTo(Duration.ofSeconds(5));
  }
}
