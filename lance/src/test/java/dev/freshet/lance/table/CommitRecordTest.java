package dev.freshet.lance.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.BatchIdentity;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CommitRecordTest {

  private static final Instant AS_OF = Instant.parse("2026-01-02T04:00:00.123456Z");

  @Test
  void propertiesReadBackAsTheSameRecord() {
    CommitRecord record =
        CommitRecord.CREATED
            .claimedBy("writer-1")
            .withBatch(new BatchIdentity("a.b", 7), AS_OF, false)
            .withBatch(new BatchIdentity("c", 9), AS_OF, false);

    assertThat(CommitRecord.read(record.properties(new BatchIdentity("c", 9)))).contains(record);
    assertThat(CommitRecord.read(CommitRecord.CREATED.properties())).contains(CommitRecord.CREATED);
  }

  @Test
  void propertiesOfOtherCommitsAreNoRecord() {
    assertThat(CommitRecord.read(Map.of())).isEmpty();
    assertThat(CommitRecord.read(Map.of("lance.auto_cleanup.interval", "20"))).isEmpty();
  }

  @Test
  void claimRaisesTheEpochAndKeepsTheRest() {
    CommitRecord before =
        CommitRecord.CREATED.claimedBy("one").withBatch(new BatchIdentity("s", 3), AS_OF, false);

    CommitRecord after = before.claimedBy("two");

    assertThat(after)
        .isEqualTo(new CommitRecord(2, "two", Optional.of(AS_OF), false, Map.of("s", 3L)));
    assertThat(after.isOwnedBy(2, "two")).isTrue();
    assertThat(after.isOwnedBy(1, "one")).isFalse();
    assertThat(after.isOwnedBy(2, "one")).isFalse();
  }

  @Test
  void recordHoldsItsLastBatchAndEarlierOnesOfTheStream() {
    CommitRecord record = CommitRecord.CREATED.withBatch(new BatchIdentity("s", 5), AS_OF, false);

    assertThat(record.holds(new BatchIdentity("s", 5))).isTrue();
    assertThat(record.holds(new BatchIdentity("s", 4))).isTrue();
    assertThat(record.holds(new BatchIdentity("s", 6))).isFalse();
    assertThat(record.holds(new BatchIdentity("other", 1))).isFalse();
    assertThat(record.last("s")).contains(new BatchIdentity("s", 5));
    assertThat(record.last("other")).isEmpty();
  }
}
