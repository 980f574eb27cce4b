package dev.freshet.embedding.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.freshet.core.embed.EmbedOutcome;
import dev.freshet.core.embed.Embedder;
import dev.freshet.core.embed.InputType;
import dev.freshet.embedding.EmbeddingModels;
import dev.freshet.embedding.chunk.RecursiveChunker;
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
 * Known-item search over real text: the title of each of this project's decision records is a
 * query, the chunk that is found must come of that record's text. A sanity check: by chance one of
 * fifteen is found, ten to thirteen are; a model with another prefix or pooling than its own still
 * passes, {@link NamedModelsIT} sees to those.
 */
@Timeout(120)
class RetrievalIT {

  private static final Path RECORDS = Path.of("../docs/adr");

  private record Chunk(int record, String text) {}

  @ParameterizedTest
  @MethodSource("models")
  void titleOfARecordFindsItsText(String model) throws IOException {
    assumeTrue(
        BuiltInModel.named(model).map(BuiltInModel::isOnClassPath).orElse(true),
        "a quick build leaves this model out");
    try (Embedder embedder = EmbeddingModels.open(model, 2)) {
      // Given
      List<String> titles = new ArrayList<>();
      List<Chunk> chunks = new ArrayList<>();
      RecursiveChunker chunker = RecursiveChunker.forModel(embedder, 128, 0);
      for (Path file : records()) {
        String[] titleAndText = Files.readString(file).split("\n", 2);
        int record = titles.size();
        titles.add(titleAndText[0].replaceFirst("# \\d+: ", ""));
        chunker.split(titleAndText[1]).forEach(text -> chunks.add(new Chunk(record, text)));
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
      assertThat(titles).hasSizeGreaterThanOrEqualTo(15);
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
