package dev.freshet.testkit.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.config.value.IndexType;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.maintenance.ColumnIndex;
import dev.freshet.core.maintenance.FragmentShape;
import dev.freshet.core.maintenance.MaintenanceStep;
import dev.freshet.core.maintenance.Measured;
import dev.freshet.core.maintenance.Probe;
import dev.freshet.core.maintenance.StepOutcome;
import dev.freshet.core.maintenance.TableMaintainer;
import dev.freshet.core.maintenance.TableShape;
import dev.freshet.core.maintenance.TunedSearch;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every {@link TableMaintainer} must do. After every step the table holds what was written
 * before.
 */
public abstract class TableMaintainerContract {

  private static final int ROWS = 300;
  private static final MaintenanceStep TUNE = new MaintenanceStep.TuneSearch(10, 10, 0.9, ROWS);
  private static final ColumnIndex TENANT = ColumnIndex.filter("tenant");
  private static final ColumnIndex AUTHOR = ColumnIndex.filter("author");
  private static final Instant FAR_FUTURE = Instant.parse("2999-01-01T00:00:00Z");

  private MaintainedTable table;
  private TableMaintainer maintainer;

  /** A table that does not exist yet, new for every test method. */
  protected abstract MaintainedTable newTable();

  @BeforeEach
  void openMissingTable() {
    table = newTable();
    maintainer = table.openMaintainer();
  }

  @AfterEach
  void closeTable() {
    maintainer.close();
    table.close();
  }

  @Test
  void missingTableIsReportedUntilAWriterCreatesIt() {
    assertMissing();

    table.write(ROWS);

    assertThat(maintainer.observe().liveRows()).isEqualTo(ROWS);
  }

  @Test
  void tableThatDisappearsIsMissingUntilItComesBack() {
    table.write(ROWS);
    maintainer.observe();
    table.drop();

    assertMissing();

    table.write(7);
    assertThat(maintainer.observe().liveRows()).isEqualTo(7);
  }

  private void assertMissing() {
    Stream.<Runnable>of(
            () -> maintainer.observe(),
            () -> maintainer.run(new MaintenanceStep.BuildIndex(1)),
            () -> maintainer.measure(new Probe(1, 1, 1, true)))
        .forEach(
            call ->
                assertThatThrownBy(call::run)
                    .isInstanceOfSatisfying(
                        FreshetException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.TABLE_NOT_FOUND)));
  }

  @Test
  void observationCountsFragmentsRowsAndDeletions() {
    table.write(ROWS);
    table.write(50);
    table.delete(120);

    TableShape shape = maintainer.observe();

    assertThat(shape.fragments()).hasSize(2).noneMatch(FragmentShape::indexed);
    assertThat(shape.fragments()).extracting(FragmentShape::rows).containsExactly(300L, 50L);
    assertThat(shape.fragments()).extracting(FragmentShape::deletedRows).containsExactly(120L, 0L);
    assertThat(shape.fragments()).allMatch(fragment -> fragment.bytes() > 0);
    assertThat(shape.liveRows()).isEqualTo(table.rows()).isEqualTo(230);
    assertThat(shape.index()).isEmpty();
    assertThat(shape.tailRows()).isEqualTo(230);
    assertThat(shape.versions()).isGreaterThanOrEqualTo(3);
    assertThat(shape.oldestVersionAt()).isBeforeOrEqualTo(shape.observedAt());
  }

  @Test
  void newestOfTheTailAreCompacted() {
    table.write(ROWS);
    built();
    table.write(10);
    table.write(20);
    table.write(30);
    List<FragmentShape> tail = maintainer.observe().tail();

    assertDone(compactTail(tail.subList(1, 3)), 50);

    List<FragmentShape> after = maintainer.observe().fragments();
    assertThat(after).extracting(FragmentShape::liveRows).containsExactly(300L, 10L, 50L);
    assertThat(after).extracting(FragmentShape::segment).containsExactly(0, -1, -1);
    assertThat(after.get(1)).isEqualTo(tail.get(0));
  }

  @Test
  void indexIsBuiltOverAllRowsAndOnlyOnce() {
    table.write(ROWS);
    table.write(20);

    assertDone(new MaintenanceStep.BuildIndex(320), 320);

    TableShape shape = maintainer.observe();
    assertThat(shape.tail()).isEmpty();
    assertThat(shape.index().orElseThrow().segmentRows()).containsExactly(320L);
    assertNothing(new MaintenanceStep.BuildIndex(320));
  }

  @Test
  void extensionCoversTheTailWithOneMoreSegment() {
    table.write(ROWS);
    built();
    table.write(20);
    table.write(30);

    assertDone(new MaintenanceStep.ExtendIndex(50), 50);

    TableShape shape = maintainer.observe();
    assertThat(shape.fragments()).extracting(FragmentShape::segment).containsExactly(0, 1, 1);
    assertThat(shape.index().orElseThrow().segmentRows()).containsExactly(300L, 50L);
    assertNothing(new MaintenanceStep.ExtendIndex(50));
  }

  @Test
  void newestSegmentsAreMergedAndOlderOnesLeftAlone() {
    table.write(ROWS);
    built();
    for (int rows = 20; rows <= 60; rows += 20) {
      table.write(rows);
      assertDone(new MaintenanceStep.ExtendIndex(rows), rows);
    }

    assertDone(new MaintenanceStep.MergeSegments(2, 100), 100);

    TableShape shape = maintainer.observe();
    assertThat(shape.index().orElseThrow().segmentRows()).containsExactly(300L, 20L, 100L);
    assertThat(shape.fragments()).extracting(FragmentShape::segment).containsExactly(0, 1, 2, 2);
    assertNothing(new MaintenanceStep.MergeSegments(3, 100));
  }

  @Test
  void fragmentsOfOneSegmentAreCompactedAndStayIndexed() {
    table.write(ROWS);
    table.write(20);
    built();
    table.write(10);
    List<FragmentShape> indexed = maintainer.observe().fragments().subList(0, 2);

    assertDone(compactFragments(indexed), 320);

    List<FragmentShape> after = maintainer.observe().fragments();
    assertThat(after).extracting(FragmentShape::liveRows).containsExactly(320L, 10L);
    assertThat(after).extracting(FragmentShape::segment).containsExactly(0, -1);
    assertNothing(compactFragments(indexed));
  }

  @Test
  void tailIsOnePieceAfterAnyCompaction() {
    table.write(ROWS);
    table.write(20);
    built();
    table.write(10);
    assertDone(compactFragments(maintainer.observe().fragments().subList(0, 2)), 320);
    table.write(15);

    assertDone(compactTail(maintainer.observe().fragments().subList(1, 3)), 25);

    assertThat(maintainer.observe().tail()).extracting(FragmentShape::rows).containsExactly(25L);
  }

  @Test
  void fragmentsThatNoSegmentCoversTogetherAreNotMixed() {
    table.write(ROWS);
    built();
    table.write(10);

    assertNothing(compactFragments(maintainer.observe().fragments()));
  }

  @Test
  void fragmentIsWrittenWithoutItsDeletedRows() {
    table.write(ROWS);
    built();
    table.write(10);
    table.delete(100);
    FragmentShape worn = maintainer.observe().fragments().get(0);

    assertDone(new MaintenanceStep.RewriteFragment(worn.id(), 200, 100), 200);

    FragmentShape mended = maintainer.observe().fragments().get(0);
    assertThat(mended.rows()).isEqualTo(200);
    assertThat(mended.deletedRows()).isZero();
    assertThat(mended.segment()).isZero();
    assertNothing(new MaintenanceStep.RewriteFragment(worn.id(), 200, 100));
    assertNothing(new MaintenanceStep.RewriteFragment(mended.id(), 200, 0));
  }

  @Test
  void retrainedIndexIsOnePieceOverAllRows() {
    table.write(ROWS);
    built();
    table.write(20);
    assertDone(new MaintenanceStep.ExtendIndex(20), 20);
    table.write(10);

    assertDone(new MaintenanceStep.RetrainIndex(330), 330);

    TableShape shape = maintainer.observe();
    assertThat(shape.index().orElseThrow().segmentRows()).containsExactly(330L);
    assertThat(shape.tail()).isEmpty();
  }

  @Test
  void searchParametersBelongToTheIndexTheyWereTunedFor() {
    table.write(ROWS);
    assertNothing(TUNE);
    built();
    assertThat(search()).isEmpty();

    assertDone(TUNE, 0);

    TunedSearch tuned = search().orElseThrow();
    assertThat(tuned.target()).isEqualTo(0.9);
    assertThat(tuned.reached()).isTrue();
    assertThat(tuned.recall().expected()).isEqualTo(100);
    table.write(20);
    assertDone(new MaintenanceStep.ExtendIndex(20), 20);
    assertDone(compactFragments(twoOfTheSecondSegment()), 30);
    assertThat(search()).as("its base is still there").contains(tuned);
    assertDone(new MaintenanceStep.RetrainIndex(330), 330);
    assertThat(search()).as("another index").isEmpty();
  }

  /** Of 20 rows, covered before, and 10 more. */
  private List<FragmentShape> twoOfTheSecondSegment() {
    table.write(10);
    assertDone(new MaintenanceStep.ExtendIndex(10), 10);
    assertDone(new MaintenanceStep.MergeSegments(2, 30), 30);
    return maintainer.observe().fragments().subList(1, 3);
  }

  @Test
  void searchParametersAreThereForTheNextMaintainer() {
    table.write(ROWS);
    built();
    assertDone(TUNE, 0);
    Optional<TunedSearch> tuned = search();

    assertThat(maintainer.run(new MaintenanceStep.RemoveVersions(FAR_FUTURE)))
        .isInstanceOf(StepOutcome.Done.class);
    table.write(10);

    try (TableMaintainer next = table.openMaintainer()) {
      assertThat(next.observe().index().orElseThrow().search()).isPresent().isEqualTo(tuned);
    }
    assertDone(TUNE, 0);
  }

  private Optional<TunedSearch> search() {
    return maintainer.observe().index().orElseThrow().search();
  }

  @Test
  void oldVersionsGoAndTheNewestStays() {
    table.write(ROWS);
    table.write(10);
    TableShape before = maintainer.observe();

    assertNothing(new MaintenanceStep.RemoveVersions(before.oldestVersionAt()));
    StepOutcome removed = maintainer.run(new MaintenanceStep.RemoveVersions(FAR_FUTURE));

    assertThat(removed)
        .isInstanceOfSatisfying(
            StepOutcome.Done.class,
            done -> {
              assertThat(done.rows()).isGreaterThanOrEqualTo(before.versions() - 1);
              assertThat(done.reclaimedBytes()).isPositive();
            });
    TableShape after = maintainer.observe();
    assertThat(after.versions()).isEqualTo(1);
    assertThat(after.oldestVersionAt()).isAfterOrEqualTo(before.oldestVersionAt());
    table.assertIntact("versions removed");
    table.write(10);
    table.assertIntact("written after versions were removed");
  }

  @Test
  void indexDroppedByHandIsSeenAndBuiltAgain() {
    table.write(ROWS);
    built();
    table.write(20);
    assertDone(new MaintenanceStep.ExtendIndex(20), 20);
    table.dropIndex();

    assertThat(maintainer.observe().index()).isEmpty();
    assertThat(maintainer.observe().tailRows()).isEqualTo(320);
    assertNothing(new MaintenanceStep.ExtendIndex(20));
    assertNothing(new MaintenanceStep.MergeSegments(2, 40));
    assertNothing(new MaintenanceStep.RetrainIndex(320));
    assertNothing(TUNE);
    assertDone(new MaintenanceStep.BuildIndex(320), 320);
  }

  @Test
  void retrainedIndexMayBeOfAnotherType() {
    table.write(ROWS);
    built();
    assertThat(maintainer.observe().index().orElseThrow().type()).isEqualTo("IVF_HNSW_SQ");

    assertDone(new MaintenanceStep.RetrainIndex(IndexType.IVF_FLAT, ROWS), ROWS);

    assertThat(maintainer.observe().index().orElseThrow().type()).isEqualTo("IVF_FLAT");
  }

  static Stream<ColumnIndex> columnIndexes() {
    return Stream.of(ColumnIndex.fullText(), TENANT);
  }

  @ParameterizedTest
  @MethodSource("columnIndexes")
  void columnIndexIsBuiltOverAllRowsAndAgainWhenItLacksSomeOrWasDropped(ColumnIndex index) {
    table.write(ROWS);
    assertThat(uncovered()).isEmpty();

    assertDone(new MaintenanceStep.BuildColumnIndex(index, ROWS), ROWS);

    assertThat(uncovered()).containsExactly(Map.entry(index, 0L));
    assertNothing(new MaintenanceStep.BuildColumnIndex(index, ROWS));
    table.write(20);
    assertThat(uncovered()).containsExactly(Map.entry(index, 20L));
    assertDone(new MaintenanceStep.BuildColumnIndex(index, 320), 320);
    assertThat(uncovered()).containsExactly(Map.entry(index, 0L));
    table.dropIndex(index);
    assertThat(uncovered()).isEmpty();
    assertDone(new MaintenanceStep.BuildColumnIndex(index, 320), 320);
  }

  @Test
  void filterIndexesAreExtendedAlongWithTheVectorIndex() {
    table.write(ROWS);
    built();
    assertDone(new MaintenanceStep.BuildColumnIndex(TENANT, ROWS), ROWS);
    table.write(20);

    assertDone(new MaintenanceStep.ExtendIndex(20), 20);

    assertThat(uncovered()).containsExactly(Map.entry(TENANT, 0L));
  }

  /** Without the author, who is null in every row: a column without a value needs no index. */
  private Map<ColumnIndex, Long> uncovered() {
    Map<ColumnIndex, Long> uncovered = new HashMap<>(maintainer.observe().columnIndexes());
    uncovered.remove(AUTHOR);
    return uncovered;
  }

  @Test
  void fragmentsPartlyCoveredByAFilterIndexAreCompacted() {
    table.write(ROWS);
    built();
    table.write(10);
    assertDone(new MaintenanceStep.BuildColumnIndex(TENANT, 310), 310);
    table.write(20);

    assertDone(compactTail(maintainer.observe().tail()), 30);

    assertThat(maintainer.observe().tail()).extracting(FragmentShape::rows).containsExactly(30L);
  }

  static Stream<MaintenanceStep> stepsOnMissingThings() {
    return Stream.of(
        new MaintenanceStep.CompactTail(List.of(901, 902), 10),
        new MaintenanceStep.CompactFragments(List.of(901, 902), 10),
        new MaintenanceStep.RewriteFragment(901, 10, 10),
        new MaintenanceStep.MergeSegments(5, 10));
  }

  @ParameterizedTest
  @MethodSource("stepsOnMissingThings")
  void stepOnMissingThingsIsSkipped(MaintenanceStep step) {
    table.write(ROWS);
    built();

    assertNothing(step);
  }

  @Test
  void stepsOfOneMaintainerAreSeenByAnother() {
    table.write(ROWS);
    try (TableMaintainer other = table.openMaintainer()) {
      assertThat(other.observe().index()).isEmpty();
      built();

      assertThat(other.run(new MaintenanceStep.BuildIndex(ROWS)))
          .isInstanceOf(StepOutcome.Nothing.class);
      assertThat(other.observe().index()).isPresent();
    }
  }

  @Test
  void probeMeasuresWhatTheTableAllows() {
    table.write(ROWS);
    Measured bare = maintainer.measure(new Probe(5, 10, 1_000, true));
    assertThat(bare.indexSearchMillis()).isEmpty();
    assertThat(bare.recall()).isEmpty();

    table.write(1_000);
    built();
    Measured indexed = maintainer.measure(new Probe(5, 10, 10_000, true));

    assertThat(indexed.flatScanMillisPerThousandRows().orElseThrow()).isPositive();
    assertThat(indexed.indexSearchMillis().orElseThrow()).isPositive();
    assertThat(indexed.recall().orElseThrow().expected()).isEqualTo(50);
    assertThat(indexed.recall().orElseThrow().recall()).isBetween(0.9, 1.0);
    Measured bounded = maintainer.measure(new Probe(5, 10, 1_000, false));
    assertThat(bounded.flatScanMillisPerThousandRows()).isEmpty();
    assertThat(bounded.recall()).isEmpty();
  }

  private void built() {
    assertDone(new MaintenanceStep.BuildIndex(table.rows()), table.rows());
  }

  private static MaintenanceStep compactTail(List<FragmentShape> fragments) {
    return new MaintenanceStep.CompactTail(ids(fragments), liveRows(fragments));
  }

  private static MaintenanceStep compactFragments(List<FragmentShape> fragments) {
    return new MaintenanceStep.CompactFragments(ids(fragments), liveRows(fragments));
  }

  private static List<Integer> ids(List<FragmentShape> fragments) {
    return fragments.stream().map(FragmentShape::id).toList();
  }

  private static long liveRows(List<FragmentShape> fragments) {
    return fragments.stream().mapToLong(FragmentShape::liveRows).sum();
  }

  private void assertDone(MaintenanceStep step, long rows) {
    long before = maintainer.observe().version();
    StepOutcome outcome = maintainer.run(step);
    assertThat(outcome)
        .as(step.toString())
        .isInstanceOfSatisfying(
            StepOutcome.Done.class,
            done -> {
              assertThat(done.rows()).isEqualTo(rows);
              assertThat(done.conflicts()).isZero();
            });
    assertThat(outcome.version()).isGreaterThan(before).isEqualTo(maintainer.observe().version());
    table.assertIntact(step.toString());
  }

  private void assertNothing(MaintenanceStep step) {
    TableShape before = maintainer.observe();
    assertThat(maintainer.run(step)).as(step.toString()).isInstanceOf(StepOutcome.Nothing.class);
    assertThat(maintainer.observe().version()).as(step.toString()).isEqualTo(before.version());
  }
}
