package dev.freshet.pipeline.stage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.core.BatchIdentity;
import dev.freshet.core.vector.VectorTableWriter;
import dev.freshet.home.layer.LandedLine;
import dev.freshet.home.layer.LayerTables;
import dev.freshet.home.layer.Silver;
import dev.freshet.pipeline.document.RowJson;
import dev.freshet.pipeline.record.KeyIndex;
import dev.freshet.pipeline.record.KeyState;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that a batch is written to.
 *
 * @param layers the Delta tables
 * @param keys the newest state per record key
 * @param vectors the vector table
 */
public record Stores(LayerTables layers, KeyIndex keys, VectorTableWriter vectors) {

  private static final Logger LOGGER = LoggerFactory.getLogger(Stores.class);

  /**
   * The columns of live states, as Silver holds them, by the place of the state. One scan, which
   * opens only files with rows of these file versions. Columns that are damaged are left out: the
   * event that needs them goes to quarantine, and the stream goes on.
   *
   * @param states may be empty
   */
  Map<Long, ObjectNode> columns(Collection<KeyState> states) {
    Map<Long, ObjectNode> columns = new HashMap<>();
    Set<Long> places = states.stream().map(KeyState::place).collect(Collectors.toSet());
    if (places.isEmpty()) {
      return columns;
    }
    layers
        .silver()
        .scanOf(
            Silver.FIELDS,
            places.stream().map(LandedLine::sequenceOf).collect(Collectors.toSet()),
            row -> {
              if (row.fields() != null && places.contains(row.line().place())) {
                columns(row).ifPresent(found -> columns.put(row.line().place(), found));
              }
            });
    return columns;
  }

  private static Optional<ObjectNode> columns(Silver.Fields row) {
    try {
      if (RowJson.read(String.valueOf(row.fields())) instanceof ObjectNode columns) {
        return Optional.of(columns);
      }
    } catch (JsonProcessingException notJson) {
      // Told below.
    }
    LOGGER
        .atWarn()
        .addKeyValue("line", row.line())
        .log("columns of a row in silver are damaged, taken as not known");
    return Optional.empty();
  }

  /** End sequence of a stream's newest batch in the vector table; 0 if there is none. */
  public long committedEnd(String streamId) {
    return vectors.lastCommitted(streamId).map(BatchIdentity::endSequence).orElse(0L);
  }
}
