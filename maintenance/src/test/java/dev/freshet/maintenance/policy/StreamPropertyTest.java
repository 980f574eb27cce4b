package dev.freshet.maintenance.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.maintenance.MaintenanceRun;
import dev.freshet.core.maintenance.StepKind;
import dev.freshet.core.maintenance.TableShape;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds for every stream of updates, on machines faster and slower than the defaults assume. */
class StreamPropertyTest {

  private static final Duration TIME = Duration.ofMinutes(15);
  private static final boolean LONG = Boolean.getBoolean("freshet.test.long");

  private static @Nullable SimulatedMaintenance twoBusyHours;

  private final MaintenanceTargets targets = MaintenanceTargets.defaults();

  /** All pairs of a rate and a size; by default those that cover every rate and every size. */
  static Stream<Arguments> streams() {
    List<Integer> rates = List.of(1, 20, 200, 1_000);
    List<Long> sizes = List.of(0L, 5_000L, 100_000L, 1_000_000L);
    return rates.stream()
        .flatMap(
            rate ->
                sizes.stream()
                    .filter(rows -> LONG || sizes.indexOf(rows) == rates.indexOf(rate))
                    .map(rows -> Arguments.of(rate, rows, slowness(rate, rows))));
  }

  /** 0.5, 1 or 2, not the same for all streams. */
  private static double slowness(int rate, long rows) {
    return Math.pow(2, (rate + rows) % 3 - 1.0);
  }

  @ParameterizedTest(name = "{0} rows/s into {1} rows, {2} times as slow")
  @MethodSource("streams")
  void shapeAndEffortStayBounded(int rate, long rows, double slowness) {
    SimulatedTable table = stream(rate, rows, slowness);
    SimulatedMaintenance maintenance = new SimulatedMaintenance(table, kind -> false);
    long rowsMax = Math.max(rows, 2L * rate);
    // While a step reads the whole table, the tail and its fragments grow.
    double longest = slowness * 1.2 * (1 + 0.00024 * rowsMax) + 15;

    maintenance.maintain(
        TIME,
        shape -> {
          assertThat(shape.fragments().size())
              .isLessThan((int) (60 + rowsMax / 1_000 + longest + TIME.toSeconds() / 20));
          assertThat(shape.deltaSegments()).isLessThan(40);
          if (shape.index().isPresent()) {
            assertThat((double) shape.tailRows()).isLessThan(12_000 + rate * longest);
          }
          assertThat(shape.deletedShare()).isLessThan(0.9);
        });

    // In so short a time one step that reads the whole table may exceed its share.
    double steady = busy(maintenance.runs().stream().filter(run -> !readsAll(run)).toList());
    assertThat(steady).isLessThan((rate <= 200 ? 2.5 : 6) * targets.dutyShare());
  }

  private static boolean readsAll(MaintenanceRun run) {
    return switch (run.step().kind()) {
      case BUILD_INDEX, RETRAIN_INDEX, BUILD_COLUMN_INDEX, TUNE_SEARCH -> true;
      default -> false;
    };
  }

  private static double busy(List<MaintenanceRun> runs) {
    return runs.stream().mapToDouble(run -> run.took().toNanos()).sum() / TIME.toNanos();
  }

  @Test
  void indexIsRetrainedAtMostEveryQuarterOfAnHour() {
    SimulatedMaintenance maintenance = twoBusyHours();

    List<MaintenanceRun> retrained = maintenance.runs(StepKind.RETRAIN_INDEX);
    assertThat(retrained).hasSizeGreaterThan(2);
    for (int i = 1; i < retrained.size(); i++) {
      Duration pause = Duration.between(retrained.get(i - 1).ended(), retrained.get(i).started());
      assertThat(pause).isGreaterThanOrEqualTo(Duration.ofMinutes(15));
      assertThat(pause).isGreaterThanOrEqualTo(retrained.get(i - 1).took().multipliedBy(19));
    }
  }

  @Test
  void everyIndexIsTunedOnceAndSoonAfterItWasBuilt() {
    SimulatedMaintenance maintenance = twoBusyHours();

    List<MaintenanceRun> tuned = maintenance.runs(StepKind.TUNE_SEARCH);
    List<MaintenanceRun> retrained = maintenance.runs(StepKind.RETRAIN_INDEX);
    assertThat(tuned).hasSize(retrained.size() + 1);
    for (int i = 0; i < retrained.size(); i++) {
      Duration waited = Duration.between(retrained.get(i).ended(), tuned.get(i + 1).started());
      assertThat(waited).isBetween(Duration.ZERO, Duration.ofSeconds(10));
    }
  }

  @Test
  void oldVersionsAreRemoved() {
    SimulatedMaintenance maintenance =
        new SimulatedMaintenance(stream(20, 20_000, 1), kind -> false);
    Duration kept = targets.retention().plus(targets.retention().dividedBy(5));

    maintenance.maintain(
        Duration.ofHours(3),
        shape ->
            assertThat(Duration.between(shape.oldestVersionAt(), shape.observedAt()))
                .isLessThan(kept));
  }

  @ParameterizedTest
  @EnumSource(
      names = {"COMPACT_TAIL", "EXTEND_INDEX", "REWRITE_FRAGMENT", "RETRAIN_INDEX", "TUNE_SEARCH"})
  void stepThatAlwaysFailsStarvesNoOther(StepKind broken) {
    SimulatedMaintenance maintenance =
        new SimulatedMaintenance(stream(200, 100_000, 1), kind -> kind == broken);

    maintenance.maintain(Duration.ofMinutes(70), shape -> {});

    assertThat(maintenance.runs(broken).size()).isBetween(2, 30);
    Stream.of(StepKind.values())
        .filter(kind -> kind != broken && kindsOfABusyTable().anyMatch(kind::equals))
        .filter(kind -> !needs(kind, broken))
        .forEach(kind -> assertThat(maintenance.runs(kind)).as("runs of %s", kind).isNotEmpty());
  }

  private static Stream<StepKind> kindsOfABusyTable() {
    // Steps of the Delta tables are planned apart, see LayerPolicyTest.
    return Stream.of(StepKind.values())
        .filter(kind -> kind != StepKind.BUILD_INDEX && !kind.ofLayer());
  }

  /** Whether {@code kind} has nothing to do on a table where {@code broken} never succeeds. */
  private static boolean needs(StepKind kind, StepKind broken) {
    return broken == StepKind.EXTEND_INDEX
            && (kind == StepKind.MERGE_SEGMENTS || kind == StepKind.RETRAIN_INDEX)
        || broken == StepKind.REWRITE_FRAGMENT && kind == StepKind.COMPACT_FRAGMENTS;
  }

  @Test
  void tableThatIsNoLongerWrittenNeedsNothingInTheEnd() {
    SimulatedTable busy = stream(200, 100_000, 1);
    SimulatedMaintenance maintenance = new SimulatedMaintenance(busy, kind -> false);
    maintenance.maintain(TIME, shape -> {});

    busy.stopWrites();
    maintenance.maintain(Duration.ofHours(2), shape -> {});

    TableShape tidy = busy.shape();
    maintenance.maintain(Duration.ofHours(2), shape -> assertThat(maintenance.plan()).isEmpty());
    assertThat(busy.shape().version()).isEqualTo(tidy.version());
  }

  /** A busy table after two hours; simulated once for all tests that need it. */
  private static synchronized SimulatedMaintenance twoBusyHours() {
    SimulatedMaintenance maintenance = twoBusyHours;
    if (maintenance == null) {
      maintenance = new SimulatedMaintenance(stream(200, 100_000, 1), kind -> false);
      maintenance.maintain(Duration.ofHours(2), shape -> {});
      twoBusyHours = maintenance;
    }
    return maintenance;
  }

  private static SimulatedTable stream(int rate, long rows, double slowness) {
    SimulatedTable table = new SimulatedTable(rate + rows, slowness, rate).loaded(rows, 20_000);
    return rows > 11_719 ? table.indexed() : table;
  }
}
