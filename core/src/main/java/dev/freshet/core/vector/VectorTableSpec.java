package dev.freshet.core.vector;

import java.io.Serializable;
import java.util.List;

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
}
