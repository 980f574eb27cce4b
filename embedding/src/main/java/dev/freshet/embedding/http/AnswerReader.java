package dev.freshet.embedding.http;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.freshet.embedding.service.ServiceReply;
import java.io.IOException;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * Reads the answer of OpenAI's embeddings call: {@code {"data": [{"index": 0, "embedding": [0.1,
 * …]}, …]}}. The vectors are ordered by {@code index}, or as in the list where there is none.
 */
final class AnswerReader {

  /** Python servers write NaN, which is not JSON; it must cost one text, not the whole batch. */
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private AnswerReader() {}

  /**
   * The vectors of {@code count} texts.
   *
   * @return {@code float[count][dimension]}, where a component that is not a number is NaN, and the
   *     tokens of {@code usage}
   * @throws IOException if the answer has another form; the message says why and quotes nothing of
   *     the answer
   */
  static ServiceReply.Vectors read(byte[] body, int count) throws IOException {
    JsonNode answer = parse(body);
    JsonNode data = answer.path("data");
    if (!data.isArray()) {
      throw new IOException("its answer has no list `data`");
    }
    if (data.size() != count) {
      throw new IOException("it answered %d texts with %d vectors".formatted(count, data.size()));
    }
    float[][] vectors = new float[count][];
    for (int i = 0; i < count; i++) {
      JsonNode item = data.get(i);
      int index = item.path("index").asInt(i);
      if (index < 0 || index >= count || vectors[index] != null) {
        throw new IOException("its answer has the index %d twice or out of range".formatted(index));
      }
      vectors[index] = vector(item.path("embedding"));
      if (vectors[index].length != data.get(0).path("embedding").size()) {
        throw new IOException("its vectors have different lengths");
      }
    }
    return new ServiceReply.Vectors(Arrays.asList(vectors), tokens(answer.path("usage")));
  }

  /**
   * Reads {@code {"prompt_tokens": 8, "total_tokens": 8}}; some services omit it or write zeros.
   */
  private static OptionalLong tokens(JsonNode usage) {
    long total = usage.path("total_tokens").asLong(0);
    return total > 0 ? OptionalLong.of(total) : OptionalLong.empty();
  }

  private static JsonNode parse(byte[] body) throws IOException {
    try {
      return JSON.readTree(body);
    } catch (IOException malformed) {
      // Jackson's message quotes the document.
      throw new IOException("its answer is not JSON");
    }
  }

  private static float[] vector(JsonNode embedding) throws IOException {
    if (!embedding.isArray() || embedding.isEmpty()) {
      throw new IOException("its answer has an `embedding` that is no list of numbers");
    }
    float[] vector = new float[embedding.size()];
    for (int i = 0; i < vector.length; i++) {
      JsonNode component = embedding.get(i);
      vector[i] = component.isNumber() ? component.floatValue() : Float.NaN;
    }
    return vector;
  }
}
