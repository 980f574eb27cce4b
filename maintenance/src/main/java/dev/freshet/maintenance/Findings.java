package dev.freshet.maintenance;

import dev.freshet.core.maintenance.FragmentShape;
import dev.freshet.core.maintenance.Measured;
import dev.freshet.core.maintenance.RecallEstimate;
import dev.freshet.core.maintenance.TableShape;
import dev.freshet.maintenance.policy.Calibration;
import dev.freshet.maintenance.policy.Figure;
import dev.freshet.maintenance.policy.StepHistory;
import dev.freshet.maintenance.policy.WriteRate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What was measured on this host and table: everything of a {@link Calibration} that does not
 * follow from the runs. Immutable.
 *
 * @param flatScan cost of the flat scan; null while not measured
 * @param indexSearch cost of a search by the index; null while not measured
 * @param recall newest estimate; null while not measured
 * @param probe the newest probe; null before the first
 * @param writes how fast the table is written
 * @param seen the newest observation since which no compaction ran; null if there is none
 */
record Findings(
    @Nullable Cost flatScan,
    @Nullable Cost indexSearch,
    @Nullable RecallEstimate recall,
    @Nullable ProbeRun probe,
    WriteRate writes,
    @Nullable Seen seen) {

  static final Findings NONE =
      new Findings(null, null, null, null, Calibration.defaults().writes(), null);

  /** A measured cost. */
  record Cost(double millis, Instant measuredAt) {}

  /** When a probe ended and how long it took. */
  record ProbeRun(Instant ended, Duration took) {}

  /** What of an observation tells writes from then on. */
  record Seen(int newestFragment, Instant at) {

    static Seen of(TableShape shape) {
      return new Seen(shape.newestFragment(), shape.observedAt());
    }

    TableShape shape() {
      List<FragmentShape> newest = newestFragment < 0 ? List.of() : List.of(emptyFragment());
      return new TableShape(0, newest, Optional.empty(), 1, at, at);
    }

    private FragmentShape emptyFragment() {
      return new FragmentShape(newestFragment, 0, 0, 0, FragmentShape.UNINDEXED);
    }
  }

  /** All that is known of costs and writes. */
  Calibration calibration(StepHistory history) {
    Calibration defaults = Calibration.defaults();
    return new Calibration(
            figure(flatScan, defaults.flatScanMillis()),
            figure(indexSearch, defaults.indexSearchMillis()),
            defaults.segmentMillis(),
            defaults.fragmentMillis(),
            writes,
            defaults.costs())
        .with(history);
  }

  private static Figure figure(@Nullable Cost cost, Figure otherwise) {
    return cost == null ? otherwise : new Figure(cost.millis(), Optional.of(cost.measuredAt()));
  }

  /** With the writes since the observation before, if there is one to compare with. */
  Findings observed(TableShape shape) {
    WriteRate seenWrites =
        seen == null
            ? writes
            : calibration(StepHistory.empty()).withWrites(seen.shape(), shape).writes();
    return new Findings(flatScan, indexSearch, recall, probe, seenWrites, Seen.of(shape));
  }

  /** With nothing to compare the next observation with but {@code shape}, if there is one. */
  Findings observedAnew(@Nullable TableShape shape) {
    Seen anew = shape == null ? null : Seen.of(shape);
    return new Findings(flatScan, indexSearch, recall, probe, writes, anew);
  }

  /** With what a probe found; what it did not measure stays. */
  Findings measured(Measured measured, Instant ended, Duration took) {
    return new Findings(
        newer(flatScan, measured.flatScanMillisPerThousandRows(), measured.at()),
        newer(indexSearch, measured.indexSearchMillis(), measured.at()),
        measured.recall().orElse(recall),
        new ProbeRun(ended, took),
        writes,
        seen);
  }

  /** With a probe that found nothing. */
  Findings probed(Instant ended, Duration took) {
    return new Findings(flatScan, indexSearch, recall, new ProbeRun(ended, took), writes, seen);
  }

  private static @Nullable Cost newer(@Nullable Cost cost, OptionalDouble millis, Instant at) {
    return millis.isPresent() && millis.getAsDouble() > 0
        ? new Cost(millis.getAsDouble(), at)
        : cost;
  }
}
