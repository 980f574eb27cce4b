package dev.freshet.lance.maintain;

import dev.freshet.core.lease.CommitLease;
import dev.freshet.core.maintenance.StepOutcome;
import dev.freshet.lance.index.TableIndexes;
import dev.freshet.lance.table.LanceErrors;
import dev.freshet.lance.table.LanceTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.lance.Fragment;
import org.lance.FragmentMetadata;
import org.lance.compaction.Compaction;
import org.lance.compaction.CompactionOptions;
import org.lance.compaction.CompactionTask;
import org.lance.compaction.RewriteResult;
import org.lance.compaction.TaskData;

/**
 * Writes fragments again: several neighbours as one, or one without its deleted rows. Row ids are
 * stable, so no index is touched but for the list of fragments it covers.
 *
 * <p>The task is made by hand rather than by the library's planner, which takes whatever neighbours
 * it finds too small and not what a step names; the rules it keeps are kept here: neighbours only,
 * and of equal index coverage. Not thread-safe.
 */
final class FragmentRewriter {

  /** While the lease is held no batch comes in between but the one that was under way. */
  private static final int ATTEMPTS_MAX = 3;

  /** The library splits what is larger. */
  private static final long ROWS_PER_FRAGMENT_MAX = 1L << 20;

  private final CommitLease lease;
  private final String holder;
  private final RewritePace pace = new RewritePace();

  FragmentRewriter(CommitLease lease, String holder) {
    this.lease = lease;
    this.holder = holder;
  }

  /** Writes those of {@code ids} that are still there as one fragment. */
  StepOutcome compact(LanceTable table, List<Integer> ids) throws Exception {
    return rewrite(table, new Group(ids, 2));
  }

  /** Writes the fragment without its deleted rows, if it has any. */
  StepOutcome dropDeletedRows(LanceTable table, int id) throws Exception {
    return rewrite(table, new Group(List.of(id), 1));
  }

  /**
   * What a step names.
   *
   * @param ids fragments
   * @param least how many of them must be left to be worth it
   */
  private record Group(List<Integer> ids, int least) {}

  private StepOutcome rewrite(LanceTable table, Group group) throws Exception {
    try (CommitWindow window = new CommitWindow(lease, holder)) {
      int conflicts = 0;
      while (true) {
        Choice choice = choose(table, group);
        if (choice.fragments().isEmpty()) {
          return conflicts == 0
              ? new StepOutcome.Nothing(table.dataset().version(), choice.why())
              : new StepOutcome.Conflict(table.dataset().version(), conflicts, window.waited());
        }
        boolean fits = pace.fitsWriterWait(choice.rows());
        if (fits && window.open()) {
          // A batch may have been committed while we waited.
          choice = choose(table, group);
          if (choice.fragments().isEmpty()) {
            continue;
          }
        }
        long written = writeAndCommit(table, choice, window);
        if (written >= 0) {
          table.refresh();
          return new StepOutcome.Done(
              table.dataset().version(), written, 0, conflicts, window.waited());
        }
        conflicts++;
        table.refresh();
        if (!fits || conflicts == ATTEMPTS_MAX) {
          return new StepOutcome.Conflict(table.dataset().version(), conflicts, window.waited());
        }
      }
    }
  }

  /** The rows written; -1 if the commit lost. */
  private long writeAndCommit(LanceTable table, Choice choice, CommitWindow window)
      throws Exception {
    CompactionOptions options =
        CompactionOptions.builder()
            .withTargetRowsPerFragment(Math.max(ROWS_PER_FRAGMENT_MAX, choice.rows()))
            .build();
    long started = System.nanoTime();
    RewriteResult result =
        new CompactionTask(new TaskData(choice.fragments()), table.dataset().version(), options)
            .execute(table.dataset());
    window.confirm();
    try {
      Compaction.commitCompaction(table.dataset(), List.of(result), options);
    } catch (Exception e) {
      // The library's failures have no types; all but a lost race go on to the caller.
      if (LanceErrors.isConflict(e)) {
        return -1;
      }
      throw e;
    } finally {
      pace.took(choice.rows(), System.nanoTime() - started);
    }
    return choice.rows();
  }

  /**
   * What to write as one.
   *
   * @param fragments in manifest order, as they are at the version the table is at; empty if there
   *     is nothing to do
   * @param apart how many of the group's fragments stay behind, because an index other than the
   *     vector's tells them from these
   * @param why there is nothing to do
   */
  private record Choice(List<FragmentMetadata> fragments, int apart, String why) {

    long rows() {
      return fragments.stream().mapToLong(FragmentMetadata::getNumRows).sum();
    }
  }

  private static Choice nothing(String why) {
    return new Choice(List.of(), 0, why);
  }

  /**
   * Scalar indexes are extended first where they tell the fragments apart: they cover either all or
   * what was there when they were last extended. A batch may be committed meanwhile, and a fragment
   * as it was before would bring back the rows that batch deleted, so all is read anew.
   */
  private static Choice choose(LanceTable table, Group group) {
    table.refresh();
    Choice choice = presentChoice(table, group);
    if (choice.apart() == 0) {
      return choice;
    }
    OtherIndexes.extend(table);
    table.refresh();
    return presentChoice(table, group);
  }

  private static Choice presentChoice(LanceTable table, Group group) {
    List<FragmentMetadata> left = new ArrayList<>();
    for (Fragment fragment : table.dataset().getFragments()) {
      if (group.ids().contains(fragment.getId())) {
        left.add(fragment.metadata());
      }
    }
    if (left.size() < group.least()) {
      return nothing("the fragments are gone");
    }
    if (group.least() == 1 && left.get(0).getNumDeletions() == 0) {
      return nothing("the fragment has no deleted rows");
    }
    TableIndexes indexes = TableIndexes.read(table.dataset());
    String mixed = "no index segment covers all of the fragments";
    if (vectorSegments(indexes, left).size() > 1) {
      return nothing(mixed);
    }
    List<FragmentMetadata> alike = mostAlike(indexes, left);
    int apart = left.size() - alike.size();
    return alike.size() >= group.least()
        ? new Choice(alike, apart, "")
        : new Choice(List.of(), apart, mixed);
  }

  private static Set<Integer> vectorSegments(TableIndexes indexes, List<FragmentMetadata> left) {
    Set<Integer> segments = new HashSet<>();
    left.forEach(
        fragment ->
            segments.add(indexes.vectorSegmentByFragment().getOrDefault(fragment.getId(), -1)));
    return segments;
  }

  /**
   * The most fragments that the same segments of all indexes cover, in manifest order. A full-text
   * index cannot be extended, so those before and behind its edge cannot be one.
   */
  private static List<FragmentMetadata> mostAlike(
      TableIndexes indexes, List<FragmentMetadata> left) {
    Map<Set<UUID>, List<FragmentMetadata>> byCoverage = new HashMap<>();
    left.forEach(
        fragment ->
            byCoverage
                .computeIfAbsent(indexes.coverage(fragment.getId()), coverage -> new ArrayList<>())
                .add(fragment));
    return Collections.max(byCoverage.values(), Comparator.comparingInt(List::size));
  }
}
