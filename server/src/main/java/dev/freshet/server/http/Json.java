package dev.freshet.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.freshet.server.problem.ProblemException;
import java.io.IOException;

/**
 * JSON as the server reads and writes it: times are ISO text, a field may not occur twice, and
 * nesting is limited.
 */
public final class Json {

  private static final int DEPTH_MAX = 20;
  private static final int NUMBER_LENGTH_MAX = 100;

  private static final ObjectMapper MAPPER = mapper();

  private Json() {}

  private static ObjectMapper mapper() {
    ObjectMapper mapper =
        JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .addModule(new Jdk8Module())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    mapper
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(DEPTH_MAX)
                .maxNumberLength(NUMBER_LENGTH_MAX)
                .build());
    return mapper;
  }

  /** {@code value} in UTF-8. */
  public static byte[] bytes(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("No JSON for " + value.getClass(), e);
    }
  }

  /**
   * Reads one value.
   *
   * @throws ProblemException 400 if it is not JSON, nests too deep or has a field twice
   */
  public static JsonNode read(byte[] body) {
    try {
      JsonNode node = MAPPER.readTree(body);
      if (node == null || node.isMissingNode()) {
        throw ProblemException.badRequest(
            "", "Cannot read the body: it is empty. Send a JSON object.");
      }
      return node;
    } catch (JsonProcessingException e) {
      throw ProblemException.badRequest(
          "",
          "Cannot read the body: it is not JSON, from line %d, column %d on. Send a JSON object."
              .formatted(
                  e.getLocation() == null ? 1 : e.getLocation().getLineNr(),
                  e.getLocation() == null ? 1 : e.getLocation().getColumnNr()));
    } catch (IOException e) {
      throw new IllegalStateException("A byte array cannot fail to be read", e);
    }
  }
}
