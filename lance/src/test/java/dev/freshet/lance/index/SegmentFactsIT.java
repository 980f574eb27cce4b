package dev.freshet.lance.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.config.value.IndexType;
import dev.freshet.lance.CanaryIT;
import dev.freshet.lance.maintain.LanceMaintainedTable;
import dev.freshet.lance.table.LanceTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lance.Fragment;
import org.lance.FragmentMetadata;
import org.lance.compaction.Compaction;
import org.lance.compaction.CompactionOptions;
import org.lance.compaction.CompactionTask;
import org.lance.compaction.RewriteResult;
import org.lance.compaction.TaskData;
import org.lance.index.Index;

/**
 * Behaviour of the library's index segments on which maintenance relies; its documentation does not
 * state it. Run it, with {@link CanaryIT}, when the Lance version changes.
 */
class SegmentFactsIT {

  private static final int ROWS = 2_000;

  @TempDir Path directory;

  private LanceMaintainedTable rows;
  private LanceTable table;

  @BeforeEach
  void buildIndex() {
    rows = new LanceMaintainedTable(directory.resolve("chunks.lance"));
    rows.write(ROWS);
    table = LanceTable.open(rows.path().toString());
    VectorIndex.build(table, IndexType.IVF_HNSW_SQ, ROWS);
  }

  @AfterEach
  void close() {
    table.close();
    rows.close();
  }

  private void writeDelta(int count) {
    rows.write(count);
    table.refresh();
    VectorIndex.extend(table);
    table.refresh();
  }

  private List<UUID> segments() {
    table.refresh();
    return TableIndexes.read(table.dataset()).vectorSegments().stream().map(Index::uuid).toList();
  }

  @Test
  void segmentsAreListedByAgeAndTheLastAreMerged() {
    writeDelta(30);
    writeDelta(20);
    writeDelta(10);
    List<UUID> before = segments();

    VectorIndex.merge(table, 2);

    List<UUID> after = segments();
    assertThat(after).hasSize(3).startsWith(before.get(0), before.get(1));
    assertThat(before).doesNotContain(after.get(2));
    VectorIndex.merge(table, 2);
    assertThat(segments()).hasSize(2).startsWith(before.get(0));
    rows.assertIntact("merged twice");
  }

  @Test
  void mergeKeepsTheVectorsOfDeletedRows() {
    writeDelta(ROWS);
    writeDelta(ROWS);
    long before = bytes(segments().get(1)) + bytes(segments().get(2));
    Set<String> deleted = new HashSet<>();
    for (int i = ROWS; i < 3 * ROWS; i++) {
      if (i % 4 != 0) {
        deleted.add(LanceMaintainedTable.key(i));
      }
    }
    rows.replace(Set.of(), deleted);

    table.refresh();
    VectorIndex.merge(table, 2);

    assertThat(segments()).hasSize(2);
    assertThat(bytes(segments().get(1))).isGreaterThan(before * 9 / 10);
    rows.assertIntact("merged after deletions");
  }

  @Test
  void segmentWithoutLiveRowsIsNotListed() {
    writeDelta(30);
    writeDelta(20);
    List<UUID> before = segments();
    Set<String> deleted = new HashSet<>();
    for (int i = ROWS; i < ROWS + 30; i++) {
      deleted.add(LanceMaintainedTable.key(i));
    }

    rows.replace(Set.of(), deleted);

    assertThat(segments()).containsExactly(before.get(0), before.get(2));
    rows.assertIntact("all rows of a segment deleted");
  }

  private long bytes(UUID segment) {
    try (Stream<Path> files =
        Files.walk(rows.path().resolve("_indices").resolve(segment.toString()))) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void fragmentsOfUnequalCoverageByAnyIndexCannotBeWrittenAsOne() throws Exception {
    rows.write(10);
    table.refresh();
    ColumnIndexes.extendScalar(table);
    rows.write(20);
    table.refresh();
    List<FragmentMetadata> tail = tail(2);

    assertThat(
            Compaction.planCompaction(table.dataset(), CompactionOptions.builder().build())
                .getCompactionTasks())
        .as("tasks of the library's own plan")
        .isEmpty();
    assertThatThrownBy(() -> compact(tail))
        .hasMessageContaining("rewrite group that was a split of indexed and non-indexed data");
  }

  @Test
  void fragmentsThatAreNotAdjacentCanBeCompacted() throws Exception {
    for (int i = 0; i < 3; i++) {
      rows.write(10);
    }
    table.refresh();
    List<FragmentMetadata> tail = tail(3);

    compact(List.of(tail.get(0), tail.get(2)));

    table.refresh();
    assertThat(tail(2)).extracting(FragmentMetadata::getNumRows).containsExactly(10L, 20L);
    rows.assertIntact("compacted around a fragment");
  }

  @Test
  void compactionOfFragmentsAsTheyWereBringsDeletedRowsBack() throws Exception {
    rows.write(10);
    rows.write(20);
    table.refresh();
    List<FragmentMetadata> before = tail(2);
    rows.replace(Set.of(), Set.of(LanceMaintainedTable.key(ROWS + 3)));
    table.refresh();

    compact(before);

    table.refresh();
    assertThat(table.dataset().countRows()).isEqualTo(rows.rows() + 1);
  }

  private List<FragmentMetadata> tail(int count) {
    List<FragmentMetadata> all =
        table.dataset().getFragments().stream().map(Fragment::metadata).toList();
    return all.subList(all.size() - count, all.size());
  }

  private void compact(List<FragmentMetadata> fragments) throws Exception {
    CompactionOptions options = CompactionOptions.builder().build();
    RewriteResult result =
        new CompactionTask(new TaskData(fragments), table.dataset().version(), options)
            .execute(table.dataset());
    Compaction.commitCompaction(table.dataset(), List.of(result), options);
  }
}
