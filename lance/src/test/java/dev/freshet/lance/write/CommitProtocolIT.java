package dev.freshet.lance.write;

import static dev.freshet.lance.write.TestBatches.batch;
import static dev.freshet.lance.write.TestBatches.commit;
import static dev.freshet.lance.write.TestBatches.contents;
import static dev.freshet.testkit.vector.SampleRows.record;
import static dev.freshet.testkit.vector.SampleRows.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.error.CommitConflictException;
import dev.freshet.core.error.CommitStateUnknownException;
import dev.freshet.core.error.FencedWriterException;
import dev.freshet.core.vector.VectorCommit;
import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.core.vector.VectorTableWriter;
import dev.freshet.core.vector.WriteOutcome;
import dev.freshet.lance.LanceVectorTable;
import dev.freshet.lance.table.CommitRecord;
import dev.freshet.lance.table.LanceTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Writers that conflict, crash or lose answers at the steps of a commit. */
class CommitProtocolIT {

  @TempDir Path directory;

  /** The probe of the writer under test; a test sets it after its preparation. */
  private Consumer<CommitStep> probe = step -> {};

  @Test
  void zombieWhoseCommitIsUnderWayIsFencedByItsSuccessor() {
    try (VectorTableWriter zombie = writer(Duration.ofSeconds(30))) {
      commit(zombie, 1, record("k", 1, "one"));
      VectorCommit inFlight = batch(zombie, 2, record("k", 2, "zombie"), Set.of());
      probe =
          at(CommitStep.BEFORE_COMMIT, () -> LanceVectorTable.openWriter(path(), spec()).close());

      assertThatThrownBy(() -> zombie.commit(inFlight))
          .isInstanceOf(FencedWriterException.class)
          .hasMessageContainingAll("writer 1", "writer 2", "Stop this writer");
      assertThat(contentsOfTable()).containsExactly(Map.entry("k#0", 1L));
    }
  }

  @Test
  void zombieWhoseCommitIsTheFirstOfTheTableIsFencedToo() {
    try (VectorTableWriter zombie = writer(Duration.ofSeconds(30))) {
      VectorCommit inFlight = batch(zombie, 1, record("k", 1, "zombie"), Set.of());
      probe =
          at(
              CommitStep.BEFORE_COMMIT,
              () -> {
                try (VectorTableWriter successor = LanceVectorTable.openWriter(path(), spec())) {
                  commit(successor, 1, record("k", 1, "one"));
                }
              });

      assertThatThrownBy(() -> zombie.commit(inFlight)).isInstanceOf(FencedWriterException.class);
      assertThat(contentsOfTable()).containsExactly(Map.entry("k#0", 1L));
    }
  }

  @Test
  void commitWhoseAnswerIsLostIsFoundInTheHead() {
    try (VectorTableWriter writer = writer(Duration.ofSeconds(30))) {
      commit(writer, 1, record("k", 1, "one", "two"));
      VectorCommit batch = batch(writer, 2, record("k", 2, "three"), Set.of());
      probe = at(CommitStep.AFTER_COMMIT, this::loseTheAnswer);

      WriteOutcome outcome = writer.commit(batch);

      assertThat(outcome)
          .isInstanceOfSatisfying(
              WriteOutcome.Committed.class, c -> assertThat(c.deletedRows()).isEqualTo(2));
      assertThat(writer.commit(batch))
          .isEqualTo(new WriteOutcome.AlreadyCommitted(outcome.version()));
      assertThat(contentsOfTable()).containsExactly(Map.entry("k#0", 2L));
    }
  }

  @Test
  void outcomeThatCannotBeReadIsUnknownAndTheRepetitionFindsIt() throws Exception {
    Path away = directory.resolve("away");
    try (VectorTableWriter writer = writer(Duration.ofSeconds(30))) {
      commit(writer, 1, record("k", 1, "one"));
      VectorCommit batch = batch(writer, 2, record("k", 2, "two"), Set.of());
      probe =
          at(
              CommitStep.AFTER_COMMIT,
              () -> {
                move(path(), away);
                loseTheAnswer();
              });

      assertThatThrownBy(() -> writer.commit(batch))
          .isInstanceOf(CommitStateUnknownException.class)
          .hasMessageContaining("batch s:2");
      move(away, path());

      assertThat(writer.commit(batch)).isInstanceOf(WriteOutcome.AlreadyCommitted.class);
      assertThat(contentsOfTable()).containsExactly(Map.entry("k#0", 2L));
    }
  }

  @Test
  void commitThatAlwaysFailsEndsUnknownAfterAFewAttempts() {
    try (VectorTableWriter writer = writer(Duration.ofSeconds(30))) {
      VectorCommit batch = batch(writer, 1, record("k", 1, "one"), Set.of());
      List<CommitStep> steps = new ArrayList<>();
      probe =
          step -> {
            steps.add(step);
            loseTheAnswer();
          };

      assertThatThrownBy(() -> writer.commit(batch))
          .isInstanceOf(CommitStateUnknownException.class);
      assertThat(steps).containsOnly(CommitStep.BEFORE_COMMIT).hasSize(3);
    }
  }

  @Test
  void commitThatAlwaysConflictsGivesUpAtTheLimitAndCanBeRepeated() {
    try (VectorTableWriter writer = writer(Duration.ofMillis(100))) {
      VectorCommit batch = batch(writer, 1, record("k", 1, "one"), Set.of());
      probe = at(CommitStep.BEFORE_COMMIT, this::commitOfAnotherKind);

      assertThatThrownBy(() -> writer.commit(batch)).isInstanceOf(CommitConflictException.class);
      probe = step -> {};

      assertThat(writer.commit(batch)).isInstanceOf(WriteOutcome.Committed.class);
      assertThat(contentsOfTable()).containsExactly(Map.entry("k#0", 1L));
    }
  }

  @Test
  void conflictIsRebasedWithTheSameStagedRows() {
    try (VectorTableWriter writer = writer(Duration.ofSeconds(30))) {
      commit(writer, 1, record("k", 1, "one"));
      VectorCommit batch = batch(writer, 2, record("k", 2, "two"), Set.of());
      probe = atOnce(CommitStep.BEFORE_COMMIT, this::commitOfAnotherKind);

      assertThat(writer.commit(batch))
          .isInstanceOfSatisfying(
              WriteOutcome.Committed.class, c -> assertThat(c.conflicts()).isEqualTo(1));
      assertThat(contentsOfTable()).containsExactly(Map.entry("k#0", 2L));
    }
  }

  @Test
  void changeOfTheConfigDoesNotConflictWithABatch() {
    try (VectorTableWriter writer = writer(Duration.ofSeconds(30))) {
      commit(writer, 1, record("k", 1, "one"));
      VectorCommit batch = batch(writer, 2, record("k", 2, "two"), Set.of());
      AtomicInteger changes = new AtomicInteger();
      probe =
          atOnce(
              CommitStep.BEFORE_COMMIT,
              () -> {
                changeConfig();
                changes.incrementAndGet();
              });

      assertThat(writer.commit(batch))
          .isInstanceOfSatisfying(
              WriteOutcome.Committed.class, c -> assertThat(c.conflicts()).isZero());
      assertThat(changes).hasValue(1);
      assertThat(contentsOfTable()).containsExactly(Map.entry("k#0", 2L));
    }
  }

  @ParameterizedTest
  @EnumSource(CommitStep.class)
  void processThatDiesAtAnyStepLeavesABatchThatCanBeRepeated(CommitStep step) {
    try (VectorTableWriter dying = writer(Duration.ofSeconds(30))) {
      commit(dying, 1, record("k", 1, "one", "two"));
      probe =
          at(
              step,
              () -> {
                throw new SimulatedCrash();
              });
      assertThatThrownBy(() -> commit(dying, 2, record("k", 2, "three"), Set.of("gone")))
          .isInstanceOf(SimulatedCrash.class);
    }
    try (VectorTableWriter successor = LanceVectorTable.openWriter(path(), spec())) {
      boolean arrived = step == CommitStep.AFTER_COMMIT;
      assertThat(successor.lastCommitted("s")).contains(new BatchIdentity("s", arrived ? 2 : 1));
      assertThat(contentsOfTable().keySet())
          .containsExactly(arrived ? new String[] {"k#0"} : new String[] {"k#0", "k#1"});

      WriteOutcome repeated = commit(successor, 2, record("k", 2, "three"), Set.of("gone"));

      assertThat(repeated instanceof WriteOutcome.AlreadyCommitted).isEqualTo(arrived);
      assertThat(contentsOfTable()).containsExactly(Map.entry("k#0", 2L));
    }
  }

  @Test
  void ofManyProcessesThatCreateTheSameTableOneRemainsTheWriter() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<VectorTableWriter> writers = new ArrayList<>();
    try {
      List<Callable<VectorTableWriter>> openings =
          List.of(this::open, this::open, this::open, this::open);
      for (Future<VectorTableWriter> opened : threads.invokeAll(openings, 60, TimeUnit.SECONDS)) {
        writers.add(opened.get());
      }
      int accepted = 0;
      for (VectorTableWriter writer : writers) {
        try {
          commit(writer, 1, record("k", 1, "one"));
          accepted++;
        } catch (FencedWriterException e) {
          // A writer repeats a claim that another one overtakes, so there may be more than four.
          assertThat(e).hasMessageMatching(".* was fenced by writer [4-9]\\. .*");
        }
      }
      assertThat(accepted).isEqualTo(1);
      assertThat(contentsOfTable()).containsExactly(Map.entry("k#0", 1L));
    } finally {
      writers.forEach(VectorTableWriter::close);
      threads.shutdownNow();
    }
  }

  @Test
  void tableThatAForeignClientEmptiedIsFilledAgain() {
    try (VectorTableWriter writer = writer(Duration.ofSeconds(30))) {
      commit(writer, 1, record("k", 1, "one"));
      try (LanceTable foreign = LanceTable.open(path().toString())) {
        foreign.dataset().delete("true");
        foreign.refresh();
        assertThat(foreign.dataset().getFragments()).isEmpty();
      }

      commit(writer, 2, record("k", 2, "two"));

      assertThat(contentsOfTable()).containsExactly(Map.entry("k#0", 2L));
    }
  }

  private VectorTableWriter open() {
    return LanceVectorTable.openWriter(path(), spec());
  }

  private VectorTableWriter writer(Duration bound) {
    return LanceTableWriter.open(
        path().toString(), spec(), new WriterOptions(bound, step -> probe.accept(step)));
  }

  private Path path() {
    return directory.resolve("chunks.lance");
  }

  private Map<String, Long> contentsOfTable() {
    try (VectorTableReader reader = LanceVectorTable.openReader(path())) {
      return contents(reader);
    }
  }

  private static Consumer<CommitStep> at(CommitStep wanted, Runnable action) {
    return step -> {
      if (step == wanted) {
        action.run();
      }
    };
  }

  private Consumer<CommitStep> atOnce(CommitStep wanted, Runnable action) {
    return at(
        wanted,
        () -> {
          probe = step -> {};
          action.run();
        });
  }

  private void loseTheAnswer() {
    throw new UncheckedIOException(new IOException("connection reset"));
  }

  private void changeConfig() {
    try (LanceTable other = LanceTable.open(path().toString())) {
      other.commitConfig(Map.of("freshet.search.probes", "12"));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** A commit on the anchor fragment that carries no record, like a compaction. */
  private void commitOfAnotherKind() {
    try (LanceTable other = LanceTable.open(path().toString())) {
      other.commit(RowReplacement.none(other, CommitRecord.CREATED).operation(), Map.of());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static void move(Path from, Path to) {
    try {
      Files.move(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An error, since the writer catches exceptions. */
  private static final class SimulatedCrash extends Error {}
}
