package dev.freshet.pipeline.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.error.FreshetException;
import dev.freshet.pipeline.change.LandedRow;
import dev.freshet.testkit.vector.CommitFault;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random changes in random batches with random crashes, faults and losses, compared with a model
 * that knows the changes only.
 */
class RandomHistoryTest {

  private static final int FILES = 24;

  /** Six histories in the long profile, otherwise two. */
  static LongStream seeds() {
    return LongStream.rangeClosed(1, Boolean.getBoolean("freshet.test.long") ? 6 : 2);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void vectorTableEqualsTheModelWhateverHappened(long seed, @TempDir Path dir) {
    try (StageHome home = StageHome.in(dir)) {
      new History(home, seed).run();
    }
  }

  private static final class History {

    private final StageHome home;
    private final Random random;
    private final List<List<Change>> files = new ArrayList<>();

    History(StageHome home, long seed) {
      this.home = home;
      this.random = new Random(seed);
      for (int i = 0; i < FILES; i++) {
        files.add(changes());
      }
    }

    /** The last batch ends with the last file, so everything is verified at least once. */
    void run() {
      int done = 0;
      int troubles = 0;
      while (done < FILES) {
        int end = done + 1 + random.nextInt(Math.min(5, FILES - done));
        while (random.nextInt(5) < 2 && troubles < 2 * FILES) {
          troubles++;
          trouble(rows(done, end));
          if (random.nextInt(3) == 0) {
            // The checkpoint is lost: continue after the last commit, with other borders.
            done = (int) home.committedEnd(StageHome.STREAM);
            end = Math.min(FILES, done + 1 + random.nextInt(5));
          }
        }
        if (done < end) {
          complete(rows(done, end));
        }
        done = end;
        verify(done);
      }
    }

    /** Makes the batch fail in one of many ways, or not, and restarts. */
    private void trouble(List<LandedRow> rows) {
      int kind = random.nextInt(4);
      if (kind == 0) {
        home.vectors.failNextCommit(
            random.nextBoolean() ? CommitFault.LOST_ANSWER : CommitFault.BEFORE_COMMIT);
        succeeds(() -> home.process(rows));
      } else if (kind == 1) {
        home.embedder.failNextCalls(1);
        succeeds(() -> home.process(rows));
      } else {
        BatchStep step = BatchStep.values()[random.nextInt(BatchStep.values().length)];
        succeeds(() -> home.diesAt(step, rows));
      }
      if (random.nextInt(4) == 0) {
        home.restartWithoutKeyIndex();
      } else {
        home.restart();
      }
    }

    /** Repeats the batch until it is complete: a planned fault may still be ahead. */
    private void complete(List<LandedRow> rows) {
      boolean complete = false;
      for (int attempt = 0; attempt < 2 * FILES && !complete; attempt++) {
        complete = succeeds(() -> home.process(rows));
        home.recover();
      }
      assertThat(complete).isTrue();
    }

    private static boolean succeeds(Runnable attempt) {
      try {
        attempt.run();
        return true;
      } catch (FreshetException expected) {
        assertThat(expected.code().retryable()).isTrue();
        return false;
      }
    }

    private void verify(int done) {
      if (home.layers().bronze().lastCommitted(StageHome.STREAM).orElse(0) > done) {
        // A larger batch that crashed left rows in Bronze that smaller batches have not reached.
        return;
      }
      ReferenceModel model = new ReferenceModel();
      files.subList(0, done).forEach(model::apply);
      HomeContents contents = home.contents();
      assertThat(contents.chunks()).as("after file %d", done).isEqualTo(model.chunks());
      assertThat(home.keys().liveRecords()).isEqualTo(model.live());
      assertThat(contents.silver()).doesNotHaveDuplicates();
      assertThat(contents.gold()).doesNotHaveDuplicates();
      assertThat(contents.ledger()).doesNotHaveDuplicates();
      long lines = files.subList(0, done).stream().mapToLong(List::size).sum();
      assertThat(contents.bronze()).hasSize((int) lines).doesNotHaveDuplicates();
      assertThat(contents.silver()).hasSize((int) lines);
    }

    private List<Change> changes() {
      List<Change> changes = new ArrayList<>();
      int size = 1 + random.nextInt(4);
      for (int i = 0; i < size; i++) {
        changes.add(change());
      }
      return changes;
    }

    private Change change() {
      String key = "k" + random.nextInt(6);
      long rev = random.nextInt(12);
      return switch (random.nextInt(8)) {
        case 0 -> Change.deleteWithoutVersion(key);
        case 1, 2 -> Change.delete(key, rev);
        case 3 -> Change.upsert(key, rev, "x" + rev + "|" + StageHome.REFUSED);
        case 4 -> Change.upsert(key, rev, "");
        default -> Change.upsert(key, rev, "t" + random.nextInt(50) + "|u" + random.nextInt(50));
      };
    }

    private List<LandedRow> rows(int from, int to) {
      List<LandedRow> rows = new ArrayList<>();
      for (int i = from; i < to; i++) {
        rows.addAll(Change.file(i + 1L, files.get(i)));
      }
      return rows;
    }
  }
}
