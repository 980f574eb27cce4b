package dev.freshet.maintenance.layer;

import dev.freshet.core.maintenance.MaintenanceStep;
import dev.freshet.core.maintenance.PlannedStep;
import dev.freshet.home.delta.upkeep.LayerShape;
import dev.freshet.home.delta.upkeep.LayerShape.DataFile;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides what a Delta table needs now. Pure: the same shape gives the same steps.
 *
 * <p>Data files are joined like the runs of a log-structured merge tree: as soon as a tier has 16
 * files they become one of a higher tier, so a row is written again at most once per tier, and the
 * number of files grows with the logarithm of the rows until files are full.
 */
final class LayerPolicy {

  /** So many files a step joins at most; it takes some seconds. */
  static final int FILES_MAX = 1_024;

  /** So many log entries a step removes at most. */
  static final long ENTRIES_MAX = 10_000;

  /** With fewer expired log entries a clean-up is not worth its reads. */
  static final long EXPIRED_MIN = 200;

  /** The writer checkpoints every 10 commits; after so many its checkpoints fail. */
  static final long SINCE_CHECKPOINT_MAX = 100;

  private LayerPolicy() {}

  /** The steps the table needs, in the order in which to run them. */
  static List<PlannedStep> plan(LayerShape shape) {
    List<PlannedStep> due = new ArrayList<>(compact(shape));
    if (shape.log().sinceCheckpoint() >= SINCE_CHECKPOINT_MAX) {
      due.add(
          new PlannedStep(
              new MaintenanceStep.CheckpointLayer(shape.table()),
              "%s: %,d commits since the newest checkpoint, at most %d"
                  .formatted(shape.table(), shape.log().sinceCheckpoint(), SINCE_CHECKPOINT_MAX)));
    }
    if (shape.log().expired() >= EXPIRED_MIN) {
      due.add(
          new PlannedStep(
              new MaintenanceStep.CleanLayer(shape.table(), ENTRIES_MAX),
              "%s: %,d of %,d log entries are needed by no reader any more, at most %d"
                  .formatted(
                      shape.table(), shape.log().expired(), shape.log().entries(), EXPIRED_MIN)));
    }
    return due;
  }

  /**
   * A step for each tier with enough files, the lowest first. One tier alone would starve the
   * others: at a batch a second the lowest has enough files at every look.
   */
  private static List<PlannedStep> compact(LayerShape shape) {
    List<PlannedStep> due = new ArrayList<>();
    int highest = shape.files().stream().mapToInt(DataFile::tier).max().orElse(LayerShape.NO_TIER);
    for (int tier = 0; tier <= highest; tier++) {
      List<DataFile> files = shape.oldest(tier, FILES_MAX);
      if (files.size() >= LayerShape.TIER_FACTOR || isFull(shape, tier, files)) {
        due.add(compact(shape, tier, files));
      }
    }
    return due;
  }

  private static PlannedStep compact(LayerShape shape, int tier, List<DataFile> files) {
    long rows = files.stream().mapToLong(DataFile::rows).sum();
    long bytes = files.stream().mapToLong(DataFile::bytes).sum();
    return new PlannedStep(
        new MaintenanceStep.CompactLayer(shape.table(), tier, files.size(), rows),
        "%s: %,d data files of tier %d with %,d rows and %,d KiB, at most %d in a tier"
            .formatted(
                shape.table(), files.size(), tier, rows, bytes >> 10, LayerShape.TIER_FACTOR - 1));
  }

  /** Fewer files than usual are joined when they make a full file and there are more of them. */
  private static boolean isFull(LayerShape shape, int tier, List<DataFile> files) {
    long bytes = files.stream().mapToLong(DataFile::bytes).sum();
    long ofTier = shape.files().stream().filter(file -> file.tier() == tier).count();
    return files.size() >= 2 && files.size() < ofTier && bytes >= LayerShape.FULL_BYTES;
  }
}
