package dev.freshet.core.vector;

import dev.freshet.core.filter.FilterColumns;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a vector table is made for; fixed when the table is created.
 *
 * @param dimension length of every vector
 * @param distance how vectors are compared
 * @param fingerprint the embedding fingerprint of all its rows; opening a table that was made with
 *     another one is refused
 * @param metadataColumns names of the text columns that travel with every chunk and can be filtered
 */
public record VectorTableSpec(
    int dimension, Distance distance, String fingerprint, List<String> metadataColumns)
    implements Serializable {

  public VectorTableSpec {
    metadataColumns = List.copyOf(metadataColumns);
  }

  /** What a filter over the table may name: every column but the vector. */
  public FilterColumns filterColumns() {
    return filterColumns(metadataColumns);
  }

  /** The same for a table that is not there yet. */
  public static FilterColumns filterColumns(List<String> metadataColumns) {
    Map<String, FilterColumns.Type> types = new HashMap<>();
    for (String text :
        List.of("id", "record_key", "text", "content_hash", "embedding_fingerprint")) {
      types.put(text, FilterColumns.Type.TEXT);
    }
    types.put("record_version", FilterColumns.Type.WHOLE);
    types.put("chunk_index", FilterColumns.Type.WHOLE);
    types.put("landed_at", FilterColumns.Type.INSTANT);
    metadataColumns.forEach(column -> types.put(column, FilterColumns.Type.TEXT));
    return new FilterColumns(types);
  }
}
