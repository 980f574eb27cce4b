package dev.freshet.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.bench.load.contender.Contender;
import dev.freshet.bench.load.contender.Found;
import dev.freshet.bench.load.contender.Row;
import dev.freshet.bench.rig.Similarity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RowModelTest {

  private final Rows rows = new Rows();
  private final List<Row> loaded = rows.loaded(300);
  private final List<LabelledQuestion> questions = rows.questions(loaded, 10);
  private final RowModel model = new RowModel();

  @Test
  void anExactSearchFindsEverythingAndNothingWrong() throws Exception {
    assertThat(model.check(new Exact(loaded), questions, 10))
        .isEqualTo(new RowModel.Checked(1, 0, 10));
  }

  @Test
  void anExactSearchOfTheNewRowsFindsEverythingAfterWrites() throws Exception {
    Exact contender = new Exact(loaded);
    List<Row> written = List.of(rows.row(3, 2), rows.row(4, 2), rows.row(5, 2));
    contender.replace(written, List.of(6, 7));
    model.apply(written, List.of(6, 7));

    assertThat(model.check(contender, questions, 10)).isEqualTo(new RowModel.Checked(1, 0, 10));
  }

  @Test
  void anIndexThatSawNoWritesGivesDeletedAndOutdatedRows() throws Exception {
    List<Integer> nearest = new ArrayList<>();
    questions.forEach(question -> nearest.add(question.keys()[0]));
    Row outdated = new Row(nearest.get(0), 2, "", rows.vector());
    model.apply(List.of(outdated), List.of(nearest.get(1)));

    RowModel.Checked checked = model.check(new Exact(loaded), questions, 10);

    assertThat(checked.wrong()).isGreaterThanOrEqualTo(2);
    assertThat(checked.recall()).isLessThan(1);
  }

  @Test
  void aRowThatIsThereTwiceIsWrong() throws Exception {
    Contender doubles =
        new NoContender() {
          @Override
          public List<Found> search(float[] vector, int k) {
            return List.of(new Found(1, 1, ""), new Found(1, 1, ""));
          }
        };

    assertThat(model.check(doubles, questions.subList(0, 1), 10).wrong()).isEqualTo(1);
  }

  /** Compares all rows. */
  private static final class Exact extends NoContender {

    private final Map<Integer, Row> all = new HashMap<>();

    Exact(List<Row> rows) {
      replace(rows, List.of());
    }

    @Override
    public void replace(List<Row> rows, List<Integer> deleted) {
      rows.forEach(row -> all.put(row.key(), row));
      deleted.forEach(all::remove);
    }

    @Override
    public List<Found> search(float[] vector, int k) {
      return all.values().stream()
          .sorted(
              (a, b) ->
                  Float.compare(
                      Similarity.of(vector, b.vector()), Similarity.of(vector, a.vector())))
          .limit(k)
          .map(row -> new Found(row.key(), row.version(), row.text()))
          .toList();
    }
  }
}
