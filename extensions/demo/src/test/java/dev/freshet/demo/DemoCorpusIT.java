package dev.freshet.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.demo.corpus.DemoCorpus;
import dev.freshet.demo.corpus.DemoQuestion;
import dev.freshet.demo.corpus.DocRecord;
import dev.freshet.demo.corpus.Release;
import dev.freshet.demo.feed.FeedPace;
import dev.freshet.demo.feed.FeedPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Reads the jars the build has fetched. */
class DemoCorpusIT {

  private static List<Release> releases;

  @BeforeAll
  static void read() {
    releases = new DemoCorpus(Path.of("target", "demo-corpus")).read();
  }

  @Test
  void everySourceFileIsUnderstood() {
    assertThat(releases).extracting(Release::version).isEqualTo(DemoCorpus.RELEASES);
    assertThat(releases).allSatisfy(release -> assertThat(release.skipped()).isEmpty());
    assertThat(releases.get(0).records()).hasSizeBetween(500, 1_500);
  }

  @Test
  void aMinuteIsEnoughForEveryReleaseAndTogetherTheyInsertUpdateAndDelete() {
    FeedPlan plan = FeedPlan.of(releases, Duration.ofMinutes(1), FeedPace.laptop());

    assertThat(plan.leftOut()).isEmpty();
    assertThat(plan.releases()).hasSameSizeAs(releases);
    assertThat(plan.releases().stream().skip(1))
        .allSatisfy(
            release -> {
              assertThat(release.counts().inserts()).isPositive();
              assertThat(release.counts().updates()).isPositive();
            });
    assertThat(plan.releases().stream().mapToInt(release -> release.counts().deletes()).sum())
        .isPositive();
  }

  @Test
  void everyAnswerIsDocumentedInItsReleaseAndNoLaterOneInTheReleaseBefore() {
    for (DemoQuestion question : DemoQuestion.ALL) {
      for (DemoQuestion.Answer answer : question.answers()) {
        int at = DemoCorpus.RELEASES.indexOf(answer.release());
        assertThat(ids(at)).contains(answer.id());
        if (at > 0) {
          assertThat(ids(at - 1)).doesNotContain(answer.id());
        }
      }
    }
  }

  private static Set<String> ids(int release) {
    return releases.get(release).records().stream().map(DocRecord::id).collect(Collectors.toSet());
  }
}
