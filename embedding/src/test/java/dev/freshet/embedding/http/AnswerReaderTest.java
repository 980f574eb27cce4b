package dev.freshet.embedding.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerReaderTest {

  @Test
  void vectorsAreOrderedByTheirIndex() throws IOException {
    assertThat(
            read(
                "{\"data\":[{\"index\":1,\"embedding\":[3,4]},{\"index\":0,\"embedding\":[1,2.5]}]}",
                2))
        .containsExactly(new float[] {1, 2.5f}, new float[] {3, 4});
  }

  @Test
  void vectorsWithoutIndexesKeepTheOrderOfTheList() throws IOException {
    assertThat(read("{\"data\":[{\"embedding\":[1]},{\"embedding\":[2]}]}", 2))
        .containsExactly(new float[] {1}, new float[] {2});
  }

  @Test
  void componentThatIsNoFiniteNumberIsKeptInItsVector() throws IOException {
    assertThat(read("{\"data\":[{\"embedding\":[NaN, null, \"x\", 1e999]}]}", 1).get(0))
        .containsExactly(Float.NaN, Float.NaN, Float.NaN, Float.POSITIVE_INFINITY);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      textBlock =
          """
          <html>                                                                          | its answer is not JSON
          {"data":[                                                                       | its answer is not JSON
          ''                                                                              | its answer has no list `data`
          {"error":"x"}                                                                   | its answer has no list `data`
          {"data":[{"embedding":[1]}]}                                                    | it answered 2 texts with 1 vectors
          {"data":[{"index":1,"embedding":[1]},{"index":1,"embedding":[1]}]}              | its answer has the index 1 twice or out of range
          {"data":[{"index":0,"embedding":[1]},{"index":2,"embedding":[1]}]}              | its answer has the index 2 twice or out of range
          {"data":[{"embedding":[1]},{"embedding":[1,2]}]}                                | its vectors have different lengths
          {"data":[{"embedding":"AAAA"},{"embedding":"AAAA"}]}                            | its answer has an `embedding` that is no list of numbers
          {"data":[{"embedding":[]},{"embedding":[]}]}                                    | its answer has an `embedding` that is no list of numbers
          """)
  void answerInAnotherFormIsRefused(String body, String why) {
    assertThatThrownBy(() -> read(body, 2)).isInstanceOf(IOException.class).hasMessage(why);
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"prompt_tokens\":8,\"total_tokens\":9}', 9",
    "{}, -1",
    "'{\"total_tokens\":0}', -1"
  })
  void tokensComeFromTheUsage(String usage, long tokens) throws IOException {
    String answer = "{\"data\":[{\"embedding\":[1]}],\"usage\":" + usage + "}";
    assertThat(AnswerReader.read(answer.getBytes(StandardCharsets.UTF_8), 1).tokens().orElse(-1))
        .isEqualTo(tokens);
  }

  private static List<float[]> read(String body, int count) throws IOException {
    return AnswerReader.read(body.getBytes(StandardCharsets.UTF_8), count).vectors();
  }
}
