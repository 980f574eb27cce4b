package dev.freshet.lance.index;

import dev.freshet.core.vector.SearchParameters;
import dev.freshet.lance.table.ChunkSchema;
import org.lance.ipc.Query;

/**
 * Queries for the nearest neighbours of a vector, as the native library takes them. The library
 * checks neither the vector nor {@code k}: the caller does.
 */
public final class NeighbourQuery {

  private NeighbourQuery() {}

  /** Searches the index, and scans the rows that the index does not cover. */
  public static Query byIndex(
      ChunkSchema schema, float[] vector, int k, SearchParameters parameters) {
    return query(schema, vector, k)
        .setNprobes(parameters.probes())
        .setEf(parameters.ef(k))
        .setRefineFactor(parameters.refine(k))
        .build();
  }

  /** Compares every vector of the table. */
  public static Query exact(ChunkSchema schema, float[] vector, int k) {
    return query(schema, vector, k).setUseIndex(false).build();
  }

  private static Query.Builder query(ChunkSchema schema, float[] vector, int k) {
    return new Query.Builder()
        .setColumn(ChunkSchema.VECTOR)
        .setKey(vector)
        .setK(k)
        .setDistanceType(schema.distanceType());
  }
}
