package dev.freshet.pipeline.stage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.core.BatchIdentity;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.vector.VectorTableWriter;
import dev.freshet.home.layer.LandedLine;
import dev.freshet.home.layer.LayerTables;
import dev.freshet.home.layer.Silver;
import dev.freshet.pipeline.record.KeyIndex;
import dev.freshet.pipeline.record.KeyState;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a batch is written to.
 *
 * @param layers the Delta tables
 * @param keys the newest state per record key
 * @param vectors the vector table
 */
public record Stores(LayerTables layers, KeyIndex keys, VectorTableWriter vectors) {

  /** Numbers keep their digits: a price of 100.0 stays 100.0. */
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  /**
   * The columns of a record's live state, as Silver holds them; null if Silver has none.
   *
   * @throws FreshetException if the columns in Silver cannot be read, which means that it is
   *     damaged
   */
  @Nullable ObjectNode columns(KeyState state) {
    AtomicReference<@Nullable String> fields = new AtomicReference<>();
    long sequence = LandedLine.sequenceOf(state.place());
    layers
        .silver()
        .scanBetween(
            Silver.FIELDS,
            sequence - 1,
            sequence,
            row -> {
              if (row.line().place() == state.place()) {
                fields.set(row.fields());
              }
            });
    try {
      return fields.get() == null ? null : (ObjectNode) JSON.readTree(fields.get());
    } catch (JsonProcessingException | ClassCastException e) {
      throw new FreshetException(
          ErrorCode.STORE_UNAVAILABLE,
          "Cannot read the columns of a record in "
              + layers.silver().table().path()
              + ": they are not a JSON object. Restore the table.",
          e);
    }
  }

  /** End sequence of a stream's newest batch in the vector table; 0 if there is none. */
  public long committedEnd(String streamId) {
    return vectors.lastCommitted(streamId).map(BatchIdentity::endSequence).orElse(0L);
  }
}
