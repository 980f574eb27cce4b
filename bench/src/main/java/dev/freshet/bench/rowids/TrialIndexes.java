package dev.freshet.bench.rowids;

import java.util.List;
import org.lance.Dataset;
import org.lance.index.DistanceType;
import org.lance.index.IndexDescription;
import org.lance.index.IndexOptions;
import org.lance.index.IndexParams;
import org.lance.index.IndexType;
import org.lance.index.OptimizeOptions;
import org.lance.index.scalar.InvertedIndexParams;
import org.lance.index.scalar.ScalarIndexParams;
import org.lance.index.vector.HnswBuildParams;
import org.lance.index.vector.IvfBuildParams;
import org.lance.index.vector.SQBuildParams;
import org.lance.index.vector.VectorIndexParams;

/** The indexes of a trial: one of each type the product may offer. */
final class TrialIndexes {

  /** Searches look into all of them, so that what is missing is missing for another reason. */
  static final int PARTITIONS = 2;

  private static final int HNSW_M = 20;
  private static final int HNSW_EF_CONSTRUCTION = 150;

  private final Dataset dataset;
  private final Variant.Extra extra;

  TrialIndexes(TrialTable table) {
    this.dataset = table.dataset();
    this.extra = table.variant().extra();
  }

  void create() {
    scalar("id", IndexType.BTREE, ScalarIndexParams.create("btree"));
    if (extra == Variant.Extra.ZONE_MAP) {
      scalar("version", IndexType.ZONEMAP, ScalarIndexParams.create("zonemap"));
    } else {
      scalar("version", IndexType.BTREE, ScalarIndexParams.create("btree"));
    }
    scalar("tenant", IndexType.BITMAP, ScalarIndexParams.create("bitmap"));
    createFullText();
    createVector();
  }

  /** Builds the full-text index from all rows; it replaces the one that is there. */
  void createFullText() {
    scalar(
        "text",
        IndexType.INVERTED,
        InvertedIndexParams.builder()
            .baseTokenizer("simple")
            .language("English")
            .lowerCase(true)
            .stem(false)
            .removeStopWords(false)
            .withPosition(extra == Variant.Extra.ONE_TEXT_SEGMENT)
            .build());
  }

  /** Builds the vector index from all rows; it replaces the one that is there. */
  void createVector() {
    VectorIndexParams params =
        VectorIndexParams.withIvfHnswSqParams(
            DistanceType.L2,
            new IvfBuildParams.Builder().setNumPartitions(PARTITIONS).build(),
            new HnswBuildParams.Builder()
                .setM(HNSW_M)
                .setEfConstruction(HNSW_EF_CONSTRUCTION)
                .build(),
            new SQBuildParams.Builder().build());
    create(
        "vector",
        IndexType.IVF_HNSW_SQ,
        IndexParams.builder().setVectorIndexParams(params).build());
  }

  private void scalar(String column, IndexType type, ScalarIndexParams params) {
    create(column, type, IndexParams.builder().setScalarIndexParams(params).build());
  }

  private void create(String column, IndexType type, IndexParams params) {
    dataset.createIndex(
        IndexOptions.builder(List.of(column), type, params)
            .replace(true)
            .withIndexName(name(column))
            .build());
    dataset.checkoutLatest();
  }

  /** Takes the rows that no index covers into all of them. */
  void extend() {
    for (IndexDescription index : dataset.describeIndices()) {
      boolean whole =
          extra == Variant.Extra.ONE_TEXT_SEGMENT && index.getName().equals(name("text"));
      optimize(index.getName(), whole ? 1 : 0);
    }
  }

  /** Makes one segment of all but the first, in every index. */
  void merge() {
    for (IndexDescription index : dataset.describeIndices()) {
      int deltas = index.getSegments().size() - 1;
      if (deltas > 0) {
        optimize(index.getName(), deltas);
      }
    }
  }

  private void optimize(String index, int segments) {
    dataset.optimizeIndices(
        OptimizeOptions.builder().indexNames(List.of(index)).numIndicesToMerge(segments).build());
    dataset.checkoutLatest();
  }

  private static String name(String column) {
    return column + "_idx";
  }
}
