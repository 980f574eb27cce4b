package dev.freshet.pipeline.change;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.autoloader.format.JsonLayout;
import dev.freshet.pipeline.document.RejectedLine;
import dev.freshet.pipeline.document.RowJson;
import java.util.Locale;

/**
 * Reads one JSON value per line, strictly. What is wrong with a line is said in the words of {@link
 * JsonLayout}, where it is a layout that tools write.
 */
final class JsonLines {

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
      return RowJson.read(row.value());
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
