package dev.freshet.lance.maintain;

import dev.freshet.core.lease.CommitLease;
import dev.freshet.core.maintenance.StepOutcome;
import dev.freshet.lance.index.ColumnIndexes;
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
 * Rewrites fragments: several as one, or one without its deleted rows. Row ids are stable, so an
 * index only changes its list of covered fragments.
 *
 * <p>It makes the library's compaction task itself. The library's planner would take any small
 * fragments, not those that a step names. As the planner does, it only joins fragments of equal
 * index coverage. Not thread-safe.
 */
final class FragmentRewriter {

  /** While the lease is held, only a batch that had started before can cause a conflict. */
  private static final int ATTEMPTS_MAX = 3;

  /** The library splits larger fragments. */
  private static final long ROWS_PER_FRAGMENT_MAX = 1L << 20;

  private final CommitLease lease;
  private final String holder;
  private final RewritePace pace = new RewritePace();

  FragmentRewriter(CommitLease lease, String holder) {
    this.lease = lease;
    this.holder = holder;
  }

  /** Writes those of the fragments {@code ids} that still exist as one. */
  StepOutcome compact(LanceTable table, List<Integer> ids) throws Exception {
    return rewrite(table, new Group(ids, 2));
  }

  /** Rewrites the fragment without its deleted rows, if it has any. */
  StepOutcome dropDeletedRows(LanceTable table, int id) throws Exception {
    return rewrite(table, new Group(List.of(id), 1));
  }

  /**
   * The fragments that a step names.
   *
   * @param ids ids of the fragments
   * @param least how many of them must exist for a rewrite
   */
  private record Group(List<Integer> ids, int least) {}

  private StepOutcome rewrite(LanceTable table, Group group) throws Exception {
    requireContent(table, group);
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
          // A batch may have been committed during the wait.
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

  /**
   * What is damaged must not be rewritten: it would get a new checksum, which fits.
   *
   * @throws dev.freshet.core.error.FreshetException with {@code STORE_DAMAGED} and the file's name
   */
  private static void requireContent(LanceTable table, Group group) {
    table.refresh();
    table.requireContent(
        table.dataset().getFragments().stream()
            .filter(fragment -> group.ids().contains(fragment.getId()))
            .map(Fragment::metadata)
            .toList());
  }

  /** The number of rows written; -1 if the commit conflicted. */
  private long writeAndCommit(LanceTable table, Choice choice, CommitWindow window)
      throws Exception {
    CompactionOptions options =
        CompactionOptions.builder()
            .withTargetRowsPerFragment(Math.max(ROWS_PER_FRAGMENT_MAX, choice.rows()))
            .build();
    long started = System.nanoTime();
    CompactionTask task =
        new CompactionTask(new TaskData(choice.fragments()), table.dataset().version(), options);
    RewriteResult result = table.sync().around(() -> task.execute(table.dataset()));
    window.confirm();
    try {
      table
          .sync()
          .around(() -> Compaction.commitCompaction(table.dataset(), List.of(result), options));
    } catch (Exception e) {
      // The library's failures have no types: only a conflict is handled here.
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
   * The fragments to write as one.
   *
   * @param fragments in manifest order, as they are at the version the table is at; empty if there
   *     is nothing to do
   * @param apart how many other fragments of the group are left out because an index other than the
   *     vector index covers them differently
   * @param why the reason if there is nothing to do
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
   * If a scalar index covers the fragments differently, extends it and chooses again: it may lack
   * the fragments written since it was last extended. Everything is then read again: a batch may
   * have been committed meanwhile, and fragments as they were before would bring back its deleted
   * rows.
   */
  private static Choice choose(LanceTable table, Group group) {
    table.refresh();
    Choice choice = presentChoice(table, group);
    if (choice.apart() == 0) {
      return choice;
    }
    ColumnIndexes.extendScalar(table);
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
   * The largest set of fragments that the same segments of all indexes cover, in manifest order. A
   * full-text index is not extended, so fragments it covers cannot be joined with later ones.
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
