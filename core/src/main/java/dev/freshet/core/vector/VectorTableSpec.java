package dev.freshet.core.vector;

import dev.freshet.core.error.InvalidRequestException;
import dev.freshet.core.filter.FilterColumns;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a vector table is created for; fixed from then on.
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

  /** Shorter vectors are stored too coarsely to keep their direction. */
  private static final double LENGTH_MIN = Float.MIN_NORMAL * 1e6;

  /** The squares of longer vectors, and their sums, leave the range of floats. */
  private static final double LENGTH_MAX = 1e18;

  /** Name of the column that holds the vectors; no filter may name it. */
  private static final String VECTOR = "vector";

  /** The other columns of every table, beside its metadata columns. */
  private static final Map<String, FilterColumns.Type> OWN_COLUMNS =
      Map.of(
          "id", FilterColumns.Type.TEXT,
          "record_key", FilterColumns.Type.TEXT,
          "record_version", FilterColumns.Type.WHOLE,
          "chunk_index", FilterColumns.Type.WHOLE,
          "text", FilterColumns.Type.TEXT,
          "landed_at", FilterColumns.Type.INSTANT,
          "content_hash", FilterColumns.Type.TEXT,
          "embedding_fingerprint", FilterColumns.Type.TEXT);

  public VectorTableSpec {
    metadataColumns = List.copyOf(metadataColumns);
  }

  /**
   * Whether every table has a column of this name, in any case, so that no metadata may have it.
   */
  public static boolean isOwnColumn(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.equals(VECTOR) || OWN_COLUMNS.containsKey(lower);
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
    double length = length(vector);
    if (distance == Distance.COSINE && length < LENGTH_MIN) {
      throw new InvalidRequestException(
          "vector",
          "Cannot search: the vector has length %s, and without a direction it has no cosine distance. Embed the query again."
              .formatted(length));
    }
    if (distance != Distance.COSINE && length > LENGTH_MAX) {
      throw new InvalidRequestException(
          "vector",
          "Cannot search: the vector has length %s, and its %s distances are beyond the range of numbers. Embed the query again."
              .formatted(length, distance));
    }
  }

  /** The length in double precision, which no finite vector of floats exceeds. */
  private static double length(float[] vector) {
    double squares = 0;
    for (float component : vector) {
      squares += (double) component * component;
    }
    return Math.sqrt(squares);
  }

  private static boolean isFinite(float[] vector) {
    for (float component : vector) {
      if (!Float.isFinite(component)) {
        return false;
      }
    }
    return true;
  }

  /** What a filter over the table may name: every column but the vector. */
  public FilterColumns filterColumns() {
    return filterColumns(metadataColumns);
  }

  /** The same for a table that does not exist yet. */
  public static FilterColumns filterColumns(List<String> metadataColumns) {
    Map<String, FilterColumns.Type> types = new HashMap<>(OWN_COLUMNS);
    metadataColumns.forEach(column -> types.put(column, FilterColumns.Type.TEXT));
    return new FilterColumns(types);
  }
}
