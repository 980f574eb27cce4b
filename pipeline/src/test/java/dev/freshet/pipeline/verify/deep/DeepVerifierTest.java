package dev.freshet.pipeline.verify.deep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.pipeline.stage.Change;
import dev.freshet.pipeline.stage.StageHome;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The replay of a home that the pipeline filled. */
class DeepVerifierTest {

  @TempDir Path dir;

  @Test
  void whatThePipelineMadeOfSimpleChangesIsEqual() {
    try (StageHome home = StageHome.in(dir)) {
      home.process(
          Change.file(
              1,
              Change.upsert("a", 1, "one|two"),
              Change.upsert("b", 1, "three"),
              Change.upsert("c", 4, StageHome.REFUSED),
              Change.upsert("e", 1, "")));
      home.process(
          Change.file(2, Change.upsert("a", 3, "newer"), Change.deleteWithoutVersion("b")));
      home.process(Change.file(3, Change.upsert("a", 2, "late"), Change.upsert("d", 1, "four")));
      home.process(Change.lines(4, List.of("no JSON", "{\"rev\":1,\"body\":\"no key\"}")));

      DeepReport report = verify(home);

      assertThat(report.samples()).isEmpty();
      assertThat(report.equal()).isTrue();
      assertThat(report.replay()).isEqualTo(new DeepReport.Replayed(10, 2, 0, 4, 0));
    }
  }

  @Test
  void whatTheVectorTableHoldsOtherwiseIsFound() {
    try (StageHome home = StageHome.in(dir)) {
      home.process(
          Change.file(
              1,
              Change.upsert("a", 1, "one|two"),
              Change.upsert("b", 1, "three"),
              Change.upsert("c", 1, "four")));
      StageHome other = StageHome.in(dir.resolve("other"));
      try (other) {
        other.process(
            Change.file(
                1,
                Change.upsert("a", 1, "one"),
                Change.upsert("c", 1, "four"),
                Change.upsert("d", 1, "five")));
        DeepReport report = verify(home, other);

        assertThat(report.differences()).isEqualTo(new DeepReport.Differences(1, 1, 1));
        assertThat(report.equal()).isFalse();
        assertThat(report.samples())
            .containsExactlyInAnyOrder(
                "stale: record a has another text than at line 1 of file 1",
                "missing: record b at line 2 of file 1",
                "extra: record d has 1 chunks and is not live");
      }
    }
  }

  @Test
  void linesOfAnAppendedFileAreNotNewAgain() {
    try (StageHome home = StageHome.ofRows(dir)) {
      String first = "{\"id\":\"a\",\"body\":\"one\"}";
      home.process(Change.lines(1, List.of(first)));
      home.process(Change.lines(2, List.of(first.replace("one", "two"))));

      assertThat(verify(home).equal()).isTrue();
      assertThat(verify(home).replay().records()).isEqualTo(1);
    }
  }

  private static DeepReport verify(StageHome home) {
    return verify(home, home);
  }

  private static DeepReport verify(StageHome landed, StageHome stored) {
    try (VectorTableReader reader = stored.vectors.openReader()) {
      return new DeepVerifier(landed.config(), StageHome::split, reader).verify();
    }
  }
}
