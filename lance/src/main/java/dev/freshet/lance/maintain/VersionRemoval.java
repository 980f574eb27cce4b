package dev.freshet.lance.maintain;

import dev.freshet.core.maintenance.StepOutcome;
import dev.freshet.lance.table.LanceTable;
import dev.freshet.lance.table.ManifestFile;
import dev.freshet.lance.table.TableHead;
import dev.freshet.lance.table.TableHistory;
import java.time.Duration;
import java.time.Instant;
import org.lance.cleanup.CleanupPolicy;
import org.lance.cleanup.RemovalStats;

/**
 * Removes old versions of a table and the files that only they use. Files that no version refers to
 * may belong to a batch between write and commit: the library removes them only after seven days,
 * unless it is told to delete unverified files. Not thread-safe.
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
    putDamagedAside(table);
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

  /** The library reads every version to find the files that only old ones use. */
  private static void putDamagedAside(LanceTable table) throws Exception {
    for (long version : ManifestFile.versions(table.uri())) {
      if (version != table.dataset().version()) {
        VersionSpan.dated(table.uri(), table.dataset(), version);
      }
    }
  }

  /**
   * Carries the batch identities forward and returns the version below which no version is needed
   * for them. A batch committed meanwhile has its identity in its own version, which is kept.
   */
  private static long carriedUpTo(LanceTable table) throws Exception {
    TableHead head = table.refresh();
    TableHistory.carryForward(table, head);
    TableHead next = table.refresh();
    return next.recordVersion() == head.recordVersion() ? next.version() : head.version();
  }
}
