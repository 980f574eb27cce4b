package dev.freshet.maintenance;

import dev.freshet.core.maintenance.FragmentShape;
import dev.freshet.core.maintenance.Measured;
import dev.freshet.core.maintenance.RecallEstimate;
import dev.freshet.core.maintenance.TableShape;
import dev.freshet.maintenance.calibration.Calibration;
import dev.freshet.maintenance.calibration.Figure;
import dev.freshet.maintenance.calibration.StepHistory;
import dev.freshet.maintenance.calibration.WriteRate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What was measured on this host and table: the part of a {@link Calibration} that does not follow
 * from the runs. Immutable.
 *
 * @param flatScan cost of the flat scan; null while not measured
 * @param indexSearch cost of a search by the index; null while not measured
 * @param recall newest estimate of the recall; null while not measured
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

  /** Nothing was measured yet. */
  static final Findings NONE =
      new Findings(null, null, null, null, Calibration.defaults().writes(), null);

  /** A measured cost. */
  record Cost(double millis, Instant measuredAt) {}

  /** When a probe ended and how long it took. */
  record ProbeRun(Instant ended, Duration took) {}

  /** The part of an observation from which later writes are seen. */
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

  /** Everything that is known of costs and writes. */
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

  /** These findings with the writes since the last observation, if there is one. */
  Findings observed(TableShape shape) {
    WriteRate seenWrites =
        seen == null
            ? writes
            : calibration(StepHistory.empty()).withWrites(seen.shape(), shape).writes();
    return new Findings(flatScan, indexSearch, recall, probe, seenWrites, Seen.of(shape));
  }

  /** These findings without an observation to compare the next one with. */
  Findings forgettingShape() {
    return new Findings(flatScan, indexSearch, recall, probe, writes, null);
  }

  /** These findings with what a probe measured; figures it did not measure stay. */
  Findings measured(Measured measured, Instant ended, Duration took) {
    return new Findings(
        newer(flatScan, measured.flatScanMillisPerThousandRows(), measured.at()),
        newer(indexSearch, measured.indexSearchMillis(), measured.at()),
        measured.recall().orElse(recall),
        new ProbeRun(ended, took),
        writes,
        seen);
  }

  /** These findings with a probe that measured nothing. */
  Findings probed(Instant ended, Duration took) {
    return new Findings(flatScan, indexSearch, recall, new ProbeRun(ended, took), writes, seen);
  }

  private static @Nullable Cost newer(@Nullable Cost cost, OptionalDouble millis, Instant at) {
    return millis.isPresent() && millis.getAsDouble() > 0
        ? new Cost(millis.getAsDouble(), at)
        : cost;
  }
}
