package dev.freshet.lance.index;

import dev.freshet.core.config.value.IndexType;
import dev.freshet.core.error.InvalidConfigException;
import dev.freshet.lance.table.ChunkSchema;
import org.lance.index.DistanceType;
import org.lance.index.vector.HnswBuildParams;
import org.lance.index.vector.IvfBuildParams;
import org.lance.index.vector.PQBuildParams;
import org.lance.index.vector.RQBuildParams;
import org.lance.index.vector.SQBuildParams;
import org.lance.index.vector.VectorIndexParams;

/** The build parameters of a vector index, from its type, the columns and the rows. Pure. */
final class VectorIndexRecipe {

  /** Neighbours per node of a graph. */
  private static final int HNSW_M = 20;

  /** Candidates at build time; 300 gained no recall over 150. */
  private static final int HNSW_EF_CONSTRUCTION = 150;

  /** Rows per partition with a graph: such a graph fits the processor's caches. */
  private static final long ROWS_PER_GRAPH = 20_000;

  /** A search compares every centre: beyond this number that costs more than it saves. */
  private static final int LISTS_MAX = 4_096;

  /** The training of a codebook of 8 bits needs at least as many vectors as it has codes. */
  private static final long ROWS_FOR_8_BITS = 256;

  /** Dimensions per code: half of what other clients of the library use, for recall. */
  private static final int DIMENSIONS_PER_CODE = 8;

  private VectorIndexRecipe() {}

  /**
   * The parameters of an index of {@code type} over {@code rows} rows.
   *
   * @throws InvalidConfigException if that type cannot index vectors of the table's dimension
   */
  static VectorIndexParams of(IndexType type, ChunkSchema schema, long rows) {
    int dimension = schema.spec().dimension();
    DistanceType distance = schema.distanceType();
    IvfBuildParams ivf =
        new IvfBuildParams.Builder().setNumPartitions(partitions(type, rows)).build();
    HnswBuildParams hnsw =
        new HnswBuildParams.Builder().setM(HNSW_M).setEfConstruction(HNSW_EF_CONSTRUCTION).build();
    SQBuildParams sq = new SQBuildParams.Builder().build();
    PQBuildParams pq =
        new PQBuildParams.Builder()
            .setNumSubVectors(subVectors(dimension))
            .setNumBits(bits(rows))
            .build();
    VectorIndexParams.Builder lists = new VectorIndexParams.Builder(ivf).setDistanceType(distance);
    return switch (type) {
      case IVF_HNSW_SQ -> VectorIndexParams.withIvfHnswSqParams(distance, ivf, hnsw, sq);
      case IVF_HNSW_PQ -> VectorIndexParams.withIvfHnswPqParams(distance, ivf, hnsw, pq);
      case IVF_FLAT -> lists.build();
      case IVF_SQ -> lists.setSqParams(sq).build();
      case IVF_PQ -> VectorIndexParams.withIvfPqParams(distance, ivf, pq);
      case IVF_RQ -> VectorIndexParams.withIvfRqParams(distance, ivf, rq(dimension));
    };
  }

  /**
   * The number of inverted lists: one per 20 000 rows if each has a graph. Otherwise the square
   * root of the rows: then comparing all centres costs about as much as comparing one list.
   */
  static int partitions(IndexType type, long rows) {
    return switch (type) {
      case IVF_HNSW_SQ, IVF_HNSW_PQ -> (int) Math.max(1, rows / ROWS_PER_GRAPH);
      case IVF_FLAT, IVF_SQ, IVF_PQ, IVF_RQ ->
          (int) Math.max(1, Math.min(LISTS_MAX, Math.round(Math.sqrt(rows))));
    };
  }

  /**
   * The number of pieces a vector is cut into, each of which becomes one code: as many as possible,
   * of equal size and at least {@value #DIMENSIONS_PER_CODE} dimensions.
   */
  static int subVectors(int dimension) {
    for (int pieces = dimension / DIMENSIONS_PER_CODE; pieces > 1; pieces--) {
      if (dimension % pieces == 0) {
        return pieces;
      }
    }
    return 1;
  }

  /** Bits of a code: 8, or 4 while there are too few rows to train 256 codes. */
  static int bits(long rows) {
    return rows >= ROWS_FOR_8_BITS ? 8 : 4;
  }

  /** One bit per dimension, packed into bytes. */
  private static RQBuildParams rq(int dimension) {
    if (dimension % 8 != 0) {
      throw new InvalidConfigException(
          "Cannot build an index of index.type IVF_RQ: the vectors have %d dimensions, which is no multiple of 8. Set another type."
              .formatted(dimension));
    }
    return new RQBuildParams.Builder().setNumBits((byte) 1).build();
  }
}
