package dev.freshet.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.bench.load.contender.Contender;
import dev.freshet.bench.load.contender.Found;
import dev.freshet.bench.load.contender.Row;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract of a contender; one that breaks it is not compared. */
abstract class ContenderContract {

  private static final int ROWS = 500;
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final double TARGET = 0.98;

  private final Rows rows = new Rows();
  private final RowModel model = new RowModel();
  private List<Row> loaded;
  private List<LabelledQuestion> questions;
  private Contender contender;
  private AutoCloseable upkeep = () -> {};

  @TempDir private Path directory;

  /** One with nothing in it, for keys below {@code keys}. */
  abstract Contender open(Path emptyDirectory, int keys) throws Exception;

  @BeforeEach
  void load() throws Exception {
    contender = open(directory, ROWS + 100);
    loaded = rows.loaded(ROWS);
    questions = rows.questions(loaded, 50);
    contender.load(loaded.iterator());
  }

  @AfterEach
  void close() throws Exception {
    try (Contender ended = contender) {
      upkeep.close();
    }
  }

  @Test
  void everyLoadedRowIsFoundByItsVectorWithVersionAndText() throws Exception {
    tune();

    for (Row row : loaded) {
      assertThat(contender.search(row.vector(), 1))
          .containsExactly(new Found(row.key(), row.version(), row.text()));
    }
  }

  @Test
  void someWidthReachesTheTargetAndOtherQuestionsAreAnsweredAsWell() throws Exception {
    assertThat(tune().reached()).isTrue();

    RowModel.Checked others = model.check(contender, rows.questions(loaded, 50), SearchLoad.K);

    assertThat(others.recall()).isGreaterThanOrEqualTo(TARGET - 0.03);
    assertThat(others.wrong()).isZero();
  }

  @Test
  void replacedInsertedAndDeletedRowsAreSeenAndTheOldOnesNeverAgain() throws Exception {
    // How recall ages with few candidates is what the scenario measures.
    contender.searchWith(contender.widths() / 2);
    upkeep = contender.startUpkeep();
    for (int batch = 1; batch <= 5; batch++) {
      List<Row> written = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        written.add(rows.row(batch * 50 + i, RowModel.LOADED + batch));
      }
      written.add(rows.row(ROWS + batch, RowModel.LOADED + batch));
      List<Integer> deleted = List.of(batch, ROWS + 99);
      contender.replace(written, deleted);
      model.apply(written, deleted);
      awaitFound(written.get(written.size() - 1));
    }

    assertThat(model.check(contender, questions, SearchLoad.K))
        .satisfies(
            checked -> assertThat(checked.wrong()).isZero(),
            checked -> assertThat(checked.recall()).isGreaterThanOrEqualTo(TARGET - 0.03));
    for (int batch = 1; batch <= 5; batch++) {
      assertThat(contender.search(loaded.get(batch).vector(), SearchLoad.K))
          .extracting(Found::key)
          .doesNotContain(batch);
    }
  }

  @Test
  void aDeletedRecordThatIsWrittenAgainIsFoundAgain() throws Exception {
    upkeep = contender.startUpkeep();
    contender.replace(List.of(rows.row(1, 2)), List.of(7));
    Row back = rows.row(7, 3);

    contender.replace(List.of(back), List.of());

    awaitFound(back);
  }

  @Test
  void searchesBesideWritesGiveAsManyRowsAsAreAskedFor() throws Exception {
    upkeep = contender.startUpkeep();
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      List<Callable<Integer>> searches = new ArrayList<>();
      for (int thread = 0; thread < 3; thread++) {
        searches.add(
            () -> {
              int least = Integer.MAX_VALUE;
              for (LabelledQuestion question : questions) {
                least = Math.min(least, contender.search(question.vector(), 10).size());
              }
              return least;
            });
      }
      List<Future<Integer>> running = searches.stream().map(threads::submit).toList();
      for (int batch = 1; batch <= 3; batch++) {
        contender.replace(List.of(rows.row(batch, RowModel.LOADED + batch)), List.of(100 + batch));
      }
      for (Future<Integer> each : running) {
        assertThat(each.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).isEqualTo(10);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private WidthTuner.Tuned tune() throws Exception {
    return new WidthTuner(questions, TARGET).tune(contender);
  }

  private void awaitFound(Row row) {
    Awaitility.await()
        .atMost(LIMIT)
        .until(
            () ->
                contender
                    .search(row.vector(), SearchLoad.K)
                    .contains(new Found(row.key(), row.version(), row.text())));
  }
}
