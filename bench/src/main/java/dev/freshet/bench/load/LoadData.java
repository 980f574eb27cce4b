package dev.freshet.bench.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.freshet.bench.load.contender.Row;
import dev.freshet.bench.rig.Notes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What all contenders of one size get, in files: rows, rows to replace them with, questions to tune
 * with and others to ask. Texts are real sentences, vectors those of the static model.
 */
final class LoadData {

  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final int BATCH = 10_000;

  private final Path directory;

  LoadData(Path directory) {
    this.directory = directory;
  }

  /**
   * Questions.
   *
   * @param tuning for the width of a search
   * @param asked all others
   */
  record Questions(List<LabelledQuestion> tuning, List<LabelledQuestion> asked) {}

  /** Makes the files, and finds the true answers. */
  void make(Notes notes, int rows, int replacements, int questions) throws IOException {
    ExactSearch exact =
        new ExactSearch(
            notes.vectors(notes.next(2 * questions)), Math.min(rows, LabelledQuestion.KNOWN));
    try (RowFile.Output out = new RowFile.Output(rows())) {
      for (int from = 0; from < rows; from += BATCH) {
        exact.add(batch(notes, out, Math.min(BATCH, rows - from)));
      }
    }
    try (RowFile.Output out = new RowFile.Output(replacements())) {
      for (int from = 0; from < replacements; from += BATCH) {
        batch(notes, out, Math.min(BATCH, replacements - from));
      }
    }
    List<LabelledQuestion> all = exact.questions();
    JSON.writeValue(
        directory.resolve("questions.json").toFile(),
        new Questions(all.subList(0, questions), all.subList(questions, 2 * questions)));
  }

  private static List<Row> batch(Notes notes, RowFile.Output out, int count) throws IOException {
    List<String> texts = notes.next(count);
    List<float[]> vectors = notes.vectors(texts);
    List<Row> rows = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      rows.add(out.add(texts.get(i), vectors.get(i)));
    }
    return rows;
  }

  Path directory() {
    return directory;
  }

  Path rows() {
    return directory.resolve("rows.bin");
  }

  Path replacements() {
    return directory.resolve("replacements.bin");
  }

  Questions questions() throws IOException {
    return JSON.readValue(directory.resolve("questions.json").toFile(), Questions.class);
  }
}
