package dev.freshet.pipeline.change;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.autoloader.format.JsonLayout;
import dev.freshet.pipeline.document.RejectedLine;
import java.util.Locale;

/**
 * Reads one JSON value per line, strictly. What is wrong with a line is said in the words of {@link
 * JsonLayout}, where it is a layout that tools write.
 */
final class JsonLines {

  /** A line is at most 16 MiB, so no string in it can be longer. */
  private static final int MAX_STRING = 16 * 1024 * 1024;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(MAX_STRING).build())
                  .disable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          // A price of 100.0 stays 100.0 and does not become 1E+2.
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private JsonLines() {}

  /** The line's value; rejected if the line is damaged or not JSON. */
  static JsonNode value(LandedRow row) throws RejectedLine {
    if (row.error() != null) {
      throw new RejectedLine(row.error());
    }
    if (row.value() == null) {
      throw new RejectedLine("Cannot read the line: it has no content. Land the file again.");
    }
    try {
      return MAPPER.readTree(row.value());
    } catch (JsonProcessingException e) {
      throw new RejectedLine(
          JsonLayout.of(row.value())
              .map(JsonLayout::reason)
              .orElseGet(
                  () ->
                      "Cannot read the line as JSON: it is damaged at column "
                          + (e.getLocation() == null ? 1 : e.getLocation().getColumnNr())
                          + ". Write it by a JSON library and land it again."));
    }
  }

  /** The line's object; rejected if the line is damaged, not JSON, or not an object. */
  static ObjectNode object(LandedRow row) throws RejectedLine {
    return object(row, value(row));
  }

  /** The value of a line as an object; rejected if it is none. */
  static ObjectNode object(LandedRow row, JsonNode node) throws RejectedLine {
    if (node instanceof ObjectNode object) {
      return object;
    }
    throw new RejectedLine(
        JsonLayout.of(String.valueOf(row.value()))
            .map(JsonLayout::reason)
            .orElseGet(
                () ->
                    "Cannot read the line as an event: it is a JSON "
                        + node.getNodeType().name().toLowerCase(Locale.ROOT)
                        + ", expected is one JSON object on each line. Write an object with the"
                        + " columns of the record."));
  }
}
