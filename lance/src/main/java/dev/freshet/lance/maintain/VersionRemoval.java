package dev.freshet.lance.maintain;

import dev.freshet.core.maintenance.StepOutcome;
import dev.freshet.lance.table.LanceTable;
import dev.freshet.lance.table.TableHead;
import dev.freshet.lance.table.TableHistory;
import dev.freshet.lance.table.VersionSpan;
import java.time.Duration;
import java.time.Instant;
import org.lance.cleanup.CleanupPolicy;
import org.lance.cleanup.RemovalStats;

/**
 * Removes old versions of a table and the files only they use. Files that no version refers to may
 * be a batch between write and commit; they go only when they are seven days old, which is the
 * library's rule as long as nobody asks it to delete unverified files. Not thread-safe.
 */
final class VersionRemoval {

  private final VersionSpan versions;

  VersionRemoval(VersionSpan versions) {
    this.versions = versions;
  }

  /** Removes the versions committed before {@code before}, never the newest. */
  StepOutcome remove(LanceTable table, Instant before) throws Exception {
    VersionSpan.Dated oldest = versions.oldest(table.dataset());
    if (oldest.version() == table.dataset().version() || !oldest.at().isBefore(before)) {
      return new StepOutcome.Nothing(table.dataset().version(), "no version is that old");
    }
    long bound = versions.firstSince(table.dataset(), before, carriedUpTo(table));
    RemovalStats removed =
        table
            .dataset()
            .cleanupWithPolicy(
                CleanupPolicy.builder()
                    .withBeforeVersion(bound)
                    .withErrorIfTaggedOldVersions(false)
                    .build());
    return new StepOutcome.Done(
        table.refresh().version(),
        removed.getOldVersions(),
        removed.getBytesRemoved(),
        0,
        Duration.ZERO);
  }

  /**
   * Carries the batch identities forward, and says below which version they are needed no more. A
   * batch that is committed meanwhile has its identity in its own version, which stays.
   */
  private static long carriedUpTo(LanceTable table) throws Exception {
    TableHead head = table.refresh();
    TableHistory.carryForward(table, head);
    TableHead next = table.refresh();
    return next.recordVersion() == head.recordVersion() ? next.version() : head.version();
  }
}
