package dev.freshet.lance.index;

import dev.freshet.core.maintenance.ColumnIndex;
import dev.freshet.lance.table.ChunkSchema;
import dev.freshet.lance.table.LanceTable;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.lance.index.IndexOptions;
import org.lance.index.IndexParams;
import org.lance.index.IndexType;
import org.lance.index.scalar.InvertedIndexParams;
import org.lance.index.scalar.ScalarIndexParams;

/**
 * The indexes of columns other than the vector: which there are, and how they are built. As with
 * the vector index nothing here conflicts with batches, and what the native library throws is
 * thrown on.
 */
public final class ColumnIndexes {

  /** Of the name of an index, after the column. */
  public static final String SUFFIX = "_idx";

  /** Name of the full-text index. */
  public static final String FULL_TEXT = ChunkSchema.TEXT + SUFFIX;

  /** Rows that are looked at to tell few values from many. */
  private static final long SAMPLE_ROWS = 20_000;

  /** A bitmap is read whole, one per value: beyond some thousands a sorted column is smaller. */
  private static final int BITMAP_VALUES_MAX = 1_000;

  private ColumnIndexes() {}

  /** The name under which an index is kept; also what other clients of the library call it. */
  public static String name(ColumnIndex index) {
    return index.column() + SUFFIX;
  }

  /** The index of that name; empty if it is none of a column this package builds. */
  public static Optional<ColumnIndex> named(String name, ChunkSchema schema) {
    if (name.equals(FULL_TEXT)) {
      return Optional.of(ColumnIndex.fullText());
    }
    return schema.spec().metadataColumns().stream()
        .map(ColumnIndex::filter)
        .filter(index -> name(index).equals(name))
        .findFirst();
  }

  /** Builds the index over all rows of the version the table is at. */
  public static void build(LanceTable table, ColumnIndex index) throws Exception {
    Recipe recipe =
        switch (index.use()) {
          case FULL_TEXT -> fullText();
          case FILTER -> filter(table, index.column());
        };
    table
        .dataset()
        .createIndex(
            IndexOptions.builder(
                    List.of(index.column()),
                    recipe.type(),
                    IndexParams.builder().setScalarIndexParams(recipe.params()).build())
                .replace(true)
                .withIndexName(name(index))
                .build());
  }

  private record Recipe(IndexType type, ScalarIndexParams params) {}

  /**
   * Whole words without regard to case: the language of the texts is not known. No positions, which
   * only phrases need and with which the library's build can hang on two cores.
   */
  private static Recipe fullText() {
    ScalarIndexParams params =
        InvertedIndexParams.builder()
            .baseTokenizer("simple")
            // The library asks for one; it would only matter to stems and stop words.
            .language("English")
            .lowerCase(true)
            .asciiFolding(true)
            .stem(false)
            .removeStopWords(false)
            .withPosition(false)
            .build();
    return new Recipe(IndexType.INVERTED, params);
  }

  private static Recipe filter(LanceTable table, String column) throws Exception {
    return distinct(table, column) <= BITMAP_VALUES_MAX
        ? new Recipe(IndexType.BITMAP, ScalarIndexParams.create("bitmap"))
        : new Recipe(IndexType.BTREE, ScalarIndexParams.create("btree"));
  }

  /** Distinct values of the column in a random sample. */
  private static int distinct(LanceTable table, String column) throws Exception {
    long rows = Math.min(SAMPLE_ROWS, table.dataset().countRows());
    Set<String> values = new HashSet<>();
    try (ArrowReader batches = table.dataset().sample(rows, List.of(column))) {
      while (batches.loadNextBatch()) {
        VarCharVector vector = (VarCharVector) batches.getVectorSchemaRoot().getVector(column);
        for (int row = 0; row < vector.getValueCount(); row++) {
          if (!vector.isNull(row)) {
            values.add(HitReader.text(vector, row));
          }
        }
      }
    }
    return values.size();
  }
}
