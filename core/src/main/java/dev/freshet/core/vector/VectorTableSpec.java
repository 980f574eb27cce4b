package dev.freshet.core.vector;

import dev.freshet.core.error.InvalidRequestException;
import dev.freshet.core.filter.FilterColumns;
import dev.freshet.core.metadata.MetadataType;
import dev.freshet.core.metadata.StoredColumn;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a vector table is created for. All of it is fixed from then on, but for the cells of its
 * metadata columns: each column gets one when the first value of a type lands.
 *
 * @param dimension length of every vector
 * @param distance how vectors are compared
 * @param fingerprint the embedding fingerprint of all its rows; opening a table that was made with
 *     another one is refused
 * @param metadata the columns that travel with every chunk and can be filtered
 */
public record VectorTableSpec(
    int dimension, Distance distance, String fingerprint, List<StoredColumn> metadata)
    implements Serializable {

  /** Name of the column that holds the vectors; no filter may name it. */
  private static final String VECTOR = "vector";

  /** The other columns of every table, beside its metadata columns. */
  private static final Map<String, StoredColumn> OWN_COLUMNS =
      Map.of(
          "id", StoredColumn.of("id", MetadataType.TEXT),
          "record_key", StoredColumn.of("record_key", MetadataType.TEXT),
          "record_version", StoredColumn.of("record_version", MetadataType.INTEGER),
          "chunk_index", StoredColumn.of("chunk_index", MetadataType.INTEGER),
          "text", StoredColumn.of("text", MetadataType.TEXT),
          "landed_at", StoredColumn.of("landed_at", MetadataType.TIME),
          "content_hash", StoredColumn.of("content_hash", MetadataType.TEXT),
          "embedding_fingerprint", StoredColumn.of("embedding_fingerprint", MetadataType.TEXT));

  public VectorTableSpec {
    metadata = List.copyOf(metadata);
  }

  /** What a table is created for whose metadata columns have no values yet. */
  public static VectorTableSpec of(
      int dimension, Distance distance, String fingerprint, List<String> metadataColumns) {
    return new VectorTableSpec(
        dimension,
        distance,
        fingerprint,
        metadataColumns.stream().map(StoredColumn::empty).toList());
  }

  /** The names of the metadata columns. */
  public List<String> metadataColumns() {
    return metadata.stream().map(StoredColumn::name).toList();
  }

  /** Names that the store of the table gives to columns it computes. */
  private static final Set<String> COMPUTED =
      Set.of(
          "_distance",
          "_score",
          "_rowid",
          "_rowaddr",
          "_rowoffset",
          "_row_created_at_version",
          "_row_last_updated_at_version");

  /**
   * Whether every table has a column of this name, in any case, so that no metadata may have it.
   */
  public static boolean isOwnColumn(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.equals(VECTOR) || OWN_COLUMNS.containsKey(lower) || COMPUTED.contains(lower);
  }

  /** Whether {@code vector} can be stored: as many components as the table's, each finite. */
  public boolean fits(float[] vector) {
    return vector.length == dimension && isFinite(vector);
  }

  /**
   * Requires that rows can be compared with {@code vector}.
   *
   * @throws InvalidRequestException saying why not
   */
  public void requireComparable(float[] vector) {
    if (vector.length != dimension) {
      throw new InvalidRequestException(
          "vector",
          "Cannot search: the vector has %d components, the table's have %d. Embed the query with %s."
              .formatted(vector.length, dimension, fingerprint));
    }
    if (!isFinite(vector)) {
      throw new InvalidRequestException(
          "vector",
          "Cannot search: the vector has a component that is not a finite number. Embed the query again.");
    }
    if (distance == Distance.COSINE && isZero(vector)) {
      throw new InvalidRequestException(
          "vector",
          "Cannot search: the vector is zero, and a zero vector has no cosine distance. Embed the query again.");
    }
  }

  private static boolean isFinite(float[] vector) {
    for (float component : vector) {
      if (!Float.isFinite(component)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isZero(float[] vector) {
    for (float component : vector) {
      if (component != 0) {
        return false;
      }
    }
    return true;
  }

  /** What a filter over the table may name: every column but the vector. */
  public FilterColumns filterColumns() {
    return filterColumns(metadata);
  }

  /** The same for a table that does not exist yet. */
  public static FilterColumns filterColumns(List<StoredColumn> metadata) {
    Map<String, StoredColumn> columns = new HashMap<>(OWN_COLUMNS);
    metadata.forEach(column -> columns.put(column.name(), column));
    return new FilterColumns(columns);
  }
}
