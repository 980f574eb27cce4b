package dev.freshet.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.maintenance.MaintenanceStep;
import dev.freshet.core.maintenance.Measured;
import dev.freshet.core.maintenance.PlannedStep;
import dev.freshet.core.maintenance.Probe;
import dev.freshet.core.maintenance.RunResult;
import dev.freshet.core.maintenance.StepKind;
import dev.freshet.core.maintenance.StepOutcome;
import dev.freshet.core.maintenance.TableContent;
import dev.freshet.core.maintenance.TableMaintainer;
import dev.freshet.core.maintenance.TableShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One pass over the table, and what the next process knows about it. */
class MaintenancePassTest {

  @TempDir Path directory;
  private MaintainedHome home;

  @BeforeEach
  void open() {
    home = new MaintainedHome(directory);
  }

  @AfterEach
  void close() {
    home.close();
  }

  @Test
  void wholePlanIsRunInItsOrder() {
    manySmallFragments();

    PassResult result = home.once();

    assertThat(result.plan()).hasSizeGreaterThan(1);
    assertThat(home.table.steps())
        .isEqualTo(result.plan().stream().map(PlannedStep::step).toList());
    assertThat(result.runs()).allMatch(run -> run.result() == RunResult.DONE);
    assertThat(home.ran).isEqualTo(result.runs());
  }

  @Test
  void stepAfterAFailedOneIsRun() {
    manySmallFragments();

    PassResult result = passWithFailure(new IllegalStateException("disk full"));

    assertThat(result.failed()).isTrue();
    assertThat(result.runs()).hasSameSizeAs(result.plan());
    assertThat(result.runs().get(0).result()).isEqualTo(RunResult.FAILED);
    assertThat(result.runs().get(0).error()).contains("disk full");
    assertThat(result.runs().get(1).result()).isEqualTo(RunResult.DONE);
  }

  @Test
  void laterProcessRetriesAFailedStepAfterAPause() {
    home.table.write(MaintainedHome.ROWS_FOR_AN_INDEX);
    MaintenanceStep failed = passWithFailure(new IllegalStateException("x")).plan().get(0).step();

    assertThat(kinds(home.once().plan())).as("at once").doesNotContain(failed.kind());
    home.later(Duration.ofSeconds(11));
    assertThat(kinds(home.once().plan())).as("after the pause").contains(failed.kind());
  }

  @Test
  void stepThatEndedItsProcessCountsAsFailedAndPauses() {
    home.table.write(MaintainedHome.ROWS_FOR_AN_INDEX);
    MaintenanceStep deadly = dieInTheFirstStep(work -> {});

    PassResult result = home.once();

    assertThat(kinds(result.plan())).doesNotContain(deadly.kind());
    assertThat(home.memory().history().last(deadly.kind()).orElseThrow().result())
        .isEqualTo(RunResult.ABANDONED);
    assertThat(home.recorded()).containsExactly("1 build-index abandoned");
    home.later(Duration.ofSeconds(11));
    assertThat(kinds(home.once().plan())).contains(deadly.kind());
  }

  @Test
  void deadlyStepPausesLongerEachTime() {
    home.table.write(MaintainedHome.ROWS_FOR_AN_INDEX);
    for (int deaths = 1; deaths <= 4; deaths++) {
      dieInTheFirstStep(work -> {});
      home.once();
      home.later(Duration.ofSeconds(10L << (deaths - 1)).plusSeconds(1));
    }
    dieInTheFirstStep(work -> {});

    home.once();
    home.later(Duration.ofMinutes(2));

    assertThat(home.once().plan()).as("160 s have not passed").isEmpty();
  }

  @Test
  void stepThatWasInterruptedByAStopIsNotAFailure() {
    home.table.write(MaintainedHome.ROWS_FOR_AN_INDEX);
    MaintenanceStep cutOff = dieInTheFirstStep(MaintenanceWork::stop);

    assertThat(kinds(home.once().plan())).contains(cutOff.kind());
    assertThat(home.recorded()).containsExactly("1 build-index done");
  }

  @Test
  void runsOfAllProcessesAreRecordedOnce() {
    manySmallFragments();
    home.once();
    home.once();
    home.table.write(3_000);
    home.later(Duration.ofMinutes(20));
    home.once();

    assertThat(home.recorded()).hasSize(home.ran.size()).first().asString().startsWith("1 ");
    assertThat(home.report().newestRuns().get(0)).isEqualTo(home.ran.get(home.ran.size() - 1));
  }

  @Test
  void lostMemoryCostsOnlyWhatWasLearnt() throws IOException {
    manySmallFragments();
    int before = home.once().runs().size();
    Files.writeString(home.layout.maintenanceMemory(), "{ damaged");
    manySmallFragments();

    home.once();

    assertThat(home.recorded()).as("numbers continue").hasSize(home.ran.size());
    assertThat(home.ran).hasSizeGreaterThan(before);
  }

  @Test
  void memoryOfALaterVersionIsRenamedAndWorkContinues() throws IOException {
    manySmallFragments();
    home.once();
    Path memory = home.layout.maintenanceMemory();
    String later =
        Files.readString(memory)
            .replaceFirst("\"kind\":\"[a-z-]*\"", "\"kind\":\"move-to-the-moon\"");
    assertThat(later).contains("move-to-the-moon");
    Files.writeString(memory, later);
    manySmallFragments();
    home.later(Duration.ofMinutes(20));

    assertThat(home.once().runs()).isNotEmpty().allMatch(run -> run.result() == RunResult.DONE);

    assertThat(memory.resolveSibling("maintenance.json.unreadable")).hasContent(later);
    assertThat(home.recorded()).as("numbers continue").hasSize(home.ran.size());
  }

  @Test
  void historyOfALaterVersionDoesNotStopMaintenance() throws IOException {
    manySmallFragments();
    home.once();
    Path log = home.layout.maintenanceRuns().resolve("_delta_log");
    int newest = home.commits();
    Files.writeString(
        log.resolve("%020d.json".formatted(newest)),
        "{\"protocol\":{\"minReaderVersion\":3,\"minWriterVersion\":7,"
            + "\"readerFeatures\":[\"moon\"],\"writerFeatures\":[\"moon\"]}}\n");

    manySmallFragments();
    home.later(Duration.ofMinutes(20));
    assertThat(home.once().runs()).as("with its memory").isNotEmpty();
    Files.delete(home.layout.maintenanceMemory());
    manySmallFragments();
    assertThat(home.once().runs()).as("without").isNotEmpty();

    assertThat(home.commits()).as("nothing was added").isEqualTo(newest + 1);
    assertThat(home.memory().runs().unrecorded()).isNotEmpty();
  }

  @Test
  void reportOfALaterVersionIsReplaced() throws IOException {
    manySmallFragments();
    home.once();
    Path report = home.layout.maintenanceReport();
    Files.writeString(
        report,
        Files.readString(report)
            .replaceFirst("\"steps\":\\{", "\"steps\":{\"MOVE_TO_THE_MOON\":{\"laps\":1},"));
    assertThatThrownBy(home::report).isInstanceOf(NoSuchElementException.class);

    home.once();

    assertThat(home.report().steps()).isNotEmpty();
  }

  @Test
  void stepThatCannotBeNotedIsNotStarted() throws IOException {
    home.table.write(MaintainedHome.ROWS_FOR_AN_INDEX);
    Files.createDirectories(
        home.layout
            .maintenanceMemory()
            .resolveSibling("maintenance.json.tmp")
            .resolve("in the way"));

    assertThatThrownBy(() -> home.once())
        .isInstanceOfSatisfying(
            FreshetException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE))
        .hasMessageStartingWith("Cannot write ");
    assertThat(home.table.steps()).isEmpty();
  }

  @Test
  void nextProcessKnowsWhatWasMeasured() {
    home.table.write(MaintainedHome.ROWS_FOR_AN_INDEX);
    assertThat(home.memory().calibration().flatScanMillis().measured()).isFalse();

    try (MaintenanceWork work = home.open();
        TableMaintainer table = new Slow(home.table.openMaintainer())) {
      work.once(table);
    }

    assertThat(home.memory().calibration().flatScanMillis().measured()).isTrue();
    assertThat(home.memory().recall()).as("of the index that the pass built").isNotNull();
  }

  @Test
  void indexIsTunedAndMeasuredInThePassAfterItWasBuilt() {
    home.table.write(MaintainedHome.ROWS_FOR_AN_INDEX);
    home.once();
    home.table.recall(0.5);
    home.later(Duration.ofSeconds(1));

    try (MaintenanceWork work = home.open();
        TableMaintainer table = new Slow(home.table.openMaintainer())) {
      assertThat(kinds(work.once(table).plan())).containsExactly(StepKind.TUNE_SEARCH);
    }

    assertThat(home.memory().recall().recall()).isEqualTo(1.0);
    assertThat(home.report().table().search().tunedRecall()).isEqualTo(1.0);
    assertThat(home.once().plan()).as("tuned once").isEmpty();
  }

  @Test
  void growthBetweenTwoProcessesIsTheWriteRate() {
    home.table.write(10);
    home.once();
    home.later(Duration.ofSeconds(100));
    home.table.write(500);

    home.once();

    assertThat(home.memory().calibration().writes().rowsPerSecond()).isEqualTo(5.0);
  }

  @Test
  void probeThatFailsIsNotRepeatedAtOnce() {
    home.table.write(2_000);
    try (MaintenanceWork work = home.open();
        FailingProbe table = new FailingProbe(home.table.openMaintainer())) {
      work.once(table);
      work.once(table);
      assertThat(table.probes).isEqualTo(1);
      home.later(Duration.ofMinutes(2));
      work.once(table);
      assertThat(table.probes).isEqualTo(2);
    }
  }

  /** Twenty fragments of 1 000 rows and no index: the tail is compacted and an index built. */
  private void manySmallFragments() {
    for (int i = 0; i < 20; i++) {
      home.table.write(1_000);
    }
  }

  private PassResult passWithFailure(RuntimeException failure) {
    try (MaintenanceWork work = home.open();
        TableMaintainer table = new FailingStep(home.table.openMaintainer(), failure)) {
      return work.once(table);
    }
  }

  /** Behaves as a process that is killed there: nothing is closed. */
  private MaintenanceStep dieInTheFirstStep(Consumer<MaintenanceWork> before) {
    MaintenanceWork work = home.open();
    Dying table = new Dying(home.table.openMaintainer(), () -> before.accept(work));
    assertThatThrownBy(() -> work.once(table)).isInstanceOf(Killed.class);
    return table.step;
  }

  private static List<StepKind> kinds(List<PlannedStep> plan) {
    return plan.stream().map(planned -> planned.step().kind()).toList();
  }

  /** An error that no code handles, so that it ends the pass as a kill ends a process. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  /** Forwards every call. */
  private static class Forwarding implements TableMaintainer {

    private final TableMaintainer table;

    Forwarding(TableMaintainer table) {
      this.table = table;
    }

    @Override
    public TableShape observe() {
      return table.observe();
    }

    @Override
    public StepOutcome run(MaintenanceStep step) {
      return table.run(step);
    }

    @Override
    public Measured measure(Probe probe) {
      return table.measure(probe);
    }

    @Override
    public TableContent content() {
      return table.content();
    }

    @Override
    public void close() {
      table.close();
    }
  }

  private static final class Dying extends Forwarding {

    private final Runnable before;
    private MaintenanceStep step = new MaintenanceStep.BuildIndex(0);

    Dying(TableMaintainer table, Runnable before) {
      super(table);
      this.before = before;
    }

    @Override
    public StepOutcome run(MaintenanceStep doomed) {
      step = doomed;
      before.run();
      throw new Killed();
    }
  }

  private static final class FailingStep extends Forwarding {

    private final RuntimeException failure;
    private boolean failed;

    FailingStep(TableMaintainer table, RuntimeException failure) {
      super(table);
      this.failure = failure;
    }

    @Override
    public StepOutcome run(MaintenanceStep step) {
      if (!failed) {
        failed = true;
        throw failure;
      }
      return super.run(step);
    }
  }

  private final class Slow extends Forwarding {

    Slow(TableMaintainer table) {
      super(table);
    }

    @Override
    public StepOutcome run(MaintenanceStep step) {
      home.later(Duration.ofSeconds(1));
      return super.run(step);
    }
  }

  private static final class FailingProbe extends Forwarding {

    private int probes;

    FailingProbe(TableMaintainer table) {
      super(table);
    }

    @Override
    public Measured measure(Probe probe) {
      probes++;
      throw new FreshetException(ErrorCode.STORE_UNAVAILABLE, "Cannot read the table. Wait.");
    }
  }
}
