package dev.freshet.pipeline.verify.deep;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.config.value.ChangeFormat;
import dev.freshet.core.config.value.SourceFormat;
import dev.freshet.home.layer.Bronze.LandedPayload;
import java.util.List;

/** What landed lines claim, in one format. Pure. */
interface Claims {

  /**
   * The claims of a line, in order: none if it is about the feed and not about a record.
   *
   * @throws NotAClaim if the line is no valid event
   */
  List<Claim> of(LandedPayload line) throws NotAClaim;

  /** The claims of a configured source. */
  static Claims of(FreshetConfig config) {
    Columns columns = new Columns(config);
    if (config.source().format() == SourceFormat.TEXT) {
      return new FileClaims(columns);
    }
    return config.source().changes() == ChangeFormat.DEBEZIUM
        ? new EnvelopeClaims(columns)
        : new RowClaims(columns, config.record().deleted());
  }

  /** The JSON value of a line. */
  static JsonNode json(String text) throws NotAClaim {
    try {
      return Json.MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new NotAClaim("not JSON");
    }
  }

  /**
   * Whether an object is a message about the feed: a heartbeat, a mark of a transaction's begin or
   * end, or a change of the schema.
   */
  static boolean isAboutTheFeed(JsonNode object) {
    boolean heartbeat = object.has("ts_ms") && object.size() <= 2 && !object.has("op");
    boolean transaction = object.has("status") && object.has("id") && object.has("event_count");
    boolean schema = object.has("ddl") && object.has("tableChanges");
    return (heartbeat && onlyTimes(object)) || transaction || schema;
  }

  private static boolean onlyTimes(JsonNode object) {
    return object.size() == 1 || object.has("ts_us") || object.has("serverName");
  }

  /** The parser, which reads numbers as they are written. */
  final class Json {

    private static final int MAX_STRING = 64 * 1024 * 1024;

    private static final JsonMapper MAPPER =
        JsonMapper.builder(
                JsonFactory.builder()
                    .streamReadConstraints(
                        StreamReadConstraints.builder().maxStringLength(MAX_STRING).build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Json() {}

    static ObjectNode empty() {
      return MAPPER.createObjectNode();
    }
  }
}
