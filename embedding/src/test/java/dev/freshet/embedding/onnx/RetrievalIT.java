package dev.freshet.embedding.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.freshet.core.embed.EmbedOutcome;
import dev.freshet.core.embed.Embedder;
import dev.freshet.core.embed.InputType;
import dev.freshet.embedding.EmbeddingModels;
import dev.freshet.embedding.chunk.RecursiveChunker;
import dev.freshet.embedding.model.BuiltInModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Known-item search over real text: the title of each of this project's first fifteen decision
 * records is a query, and the first chunk found must belong to that record. This is a sanity check:
 * by chance one of fifteen is found; a model with a wrong prefix or pooling still passes, which
 * {@link NamedModelsIT} excludes.
 */
@Timeout(120)
class RetrievalIT {

  private static final Path RECORDS = Path.of("../docs/adr");
  private static final int RECORDS_READ = 15;
  private static final int CHUNKS_OF_A_RECORD = 6;

  private record Chunk(int record, String text) {}

  @ParameterizedTest
  @MethodSource("models")
  void titleOfARecordFindsItsText(String model) throws IOException {
    assumeTrue(
        BuiltInModel.named(model).map(BuiltInModel::isOnClassPath).orElse(true),
        "a quick build leaves this model out");
    try (Embedder embedder = SharedModels.open(model)) {
      // Given
      List<String> titles = new ArrayList<>();
      List<Chunk> chunks = new ArrayList<>();
      RecursiveChunker chunker = RecursiveChunker.forModel(embedder, 128, 0);
      for (Path file : records()) {
        String[] titleAndText = Files.readString(file).split("\n", 2);
        int record = titles.size();
        titles.add(titleAndText[0].replaceFirst("# \\d+: ", ""));
        chunker.split(titleAndText[1]).stream()
            .limit(CHUNKS_OF_A_RECORD)
            .forEach(text -> chunks.add(new Chunk(record, text)));
      }
      List<float[]> documents =
          vectors(embedder, chunks.stream().map(Chunk::text).toList(), InputType.DOCUMENT);

      // When
      List<float[]> queries = vectors(embedder, titles, InputType.QUERY);
      int found = 0;
      for (int title = 0; title < titles.size(); title++) {
        if (chunks.get(nearest(queries.get(title), documents)).record() == title) {
          found++;
        }
      }

      // Then
      assertThat(titles).hasSize(RECORDS_READ);
      assertThat((double) found / titles.size()).isGreaterThan(0.5);
    }
  }

  static List<String> models() {
    return EmbeddingModels.names();
  }

  private static List<Path> records() throws IOException {
    try (Stream<Path> files = Files.list(RECORDS)) {
      return files
          .filter(file -> file.getFileName().toString().matches("\\d.*\\.md"))
          .sorted()
          .limit(RECORDS_READ)
          .toList();
    }
  }

  private static List<float[]> vectors(Embedder embedder, List<String> texts, InputType type) {
    return embedder.embed(texts, type).stream()
        .map(outcome -> ((EmbedOutcome.Embedded) outcome).vector())
        .toList();
  }

  private static int nearest(float[] query, List<float[]> documents) {
    int nearest = 0;
    for (int i = 1; i < documents.size(); i++) {
      if (product(query, documents.get(i)) > product(query, documents.get(nearest))) {
        nearest = i;
      }
    }
    return nearest;
  }

  private static double product(float[] left, float[] right) {
    double sum = 0;
    for (int i = 0; i < left.length; i++) {
      sum += (double) left[i] * right[i];
    }
    return sum;
  }
}
