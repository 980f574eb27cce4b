package dev.freshet.lance.index;

import dev.freshet.core.maintenance.ColumnIndex;
import dev.freshet.core.metadata.MetadataType;
import dev.freshet.core.metadata.StoredColumn;
import dev.freshet.lance.table.ChunkSchema;
import dev.freshet.lance.table.LanceTable;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.lance.index.IndexDescription;
import org.lance.index.IndexParams;
import org.lance.index.IndexType;
import org.lance.index.OptimizeOptions;
import org.lance.index.scalar.InvertedIndexParams;
import org.lance.index.scalar.ScalarIndexParams;

/**
 * The indexes of columns other than the vector: their names, and how they are built and extended.
 * None of this conflicts with batches. Methods throw what the native library throws; see {@link
 * dev.freshet.lance.table.LanceErrors}.
 */
public final class ColumnIndexes {

  private static final String SUFFIX = "_idx";

  /** Name of the full-text index: it covers the words of the texts. */
  public static final String FULL_TEXT = ChunkSchema.WORDS + SUFFIX;

  /**
   * Name of the full-text index that early versions of Freshet built, over the texts themselves. It
   * answers until there is the other one.
   */
  public static final String FULL_TEXT_OF_OLD = ChunkSchema.TEXT + SUFFIX;

  /** More bytes than the longest word has; the library leaves out longer ones. */
  private static final int WORD_BYTES_MAX = 1_024;

  /** Rows in the sample that decides whether a column has few values or many. */
  private static final long SAMPLE_ROWS = 20_000;

  /** A search reads a whole bitmap per value: beyond some thousands a sorted column is smaller. */
  private static final int BITMAP_VALUES_MAX = 1_000;

  private ColumnIndexes() {}

  /** The name of an index; other clients of the library name it so too. */
  public static String name(ColumnIndex index) {
    return switch (index.use()) {
      case FULL_TEXT -> FULL_TEXT;
      case FILTER -> name(index.column());
    };
  }

  /** The name of the index of {@code column}. */
  public static String name(String column) {
    return column + SUFFIX;
  }

  /** The name of the full-text index that a table with these columns should have. */
  public static String fullText(ChunkSchema schema) {
    return schema.hasWords() ? FULL_TEXT : FULL_TEXT_OF_OLD;
  }

  /** The names of the indexes that filters on {@code column} use: one per cell. */
  public static List<String> names(StoredColumn column) {
    return column.cells().values().stream().map(ColumnIndexes::name).toList();
  }

  /**
   * Builds the index over all rows of the version the table is at; replaces an older one. A column
   * with cells of several types gets an index on each.
   */
  public static void build(LanceTable table, ColumnIndex index) throws Exception {
    if (index.use() == ColumnIndex.Use.FULL_TEXT) {
      buildFullText(table);
      return;
    }
    for (StoredColumn column : table.schema().searched().metadata()) {
      if (column.name().equals(index.column())) {
        for (Map.Entry<MetadataType, String> cell : column.cells().entrySet()) {
          String name = name(cell.getValue());
          create(table, name, cell.getValue(), filter(table, cell.getKey(), cell.getValue()));
        }
      }
    }
  }

  private static void buildFullText(LanceTable table) {
    if (table.schema().hasWords()) {
      create(table, FULL_TEXT, ChunkSchema.WORDS, words());
      if (table.dataset().listIndexes().contains(FULL_TEXT_OF_OLD)) {
        table.dropIndex(FULL_TEXT_OF_OLD);
      }
    } else {
      create(table, FULL_TEXT_OF_OLD, ChunkSchema.TEXT, texts());
    }
  }

  private static void create(LanceTable table, String name, String column, Recipe recipe) {
    table.createIndex(
        name,
        column,
        recipe.type(),
        IndexParams.builder().setScalarIndexParams(recipe.params()).build());
  }

  /**
   * Extends all scalar indexes, that of the record key too, over the fragments they lack. The
   * library merges each into one segment, at a cost of a few ms for 1 000 new rows.
   *
   * <p>A full-text index stays as it is. The library (7.0.0) would append a segment to it and then
   * miss rows in filtered searches; merging its segments can end the process. Maintenance builds it
   * again instead; until then searches scan the rows it lacks.
   */
  public static void extendScalar(LanceTable table) {
    List<String> names =
        TableIndexes.read(table.dataset()).others().stream()
            .map(IndexDescription::getName)
            .filter(name -> !name.equals(FULL_TEXT) && !name.equals(FULL_TEXT_OF_OLD))
            .toList();
    if (!names.isEmpty()) {
      table.optimizeIndexes(
          OptimizeOptions.builder().indexNames(names).numIndicesToMerge(0).build());
    }
  }

  /** The type of an index and its build parameters. */
  private record Recipe(IndexType type, ScalarIndexParams params) {}

  private static final Recipe BITMAP =
      new Recipe(IndexType.BITMAP, ScalarIndexParams.create("bitmap"));

  private static final Recipe BTREE =
      new Recipe(IndexType.BTREE, ScalarIndexParams.create("btree"));

  /**
   * The words are in the form to compare already; the library only replaces letters such as the
   * crossed o, on both sides.
   */
  private static Recipe words() {
    return inverted(InvertedIndexParams.builder().baseTokenizer("whitespace").lowerCase(false));
  }

  /** Splits the texts into words itself: at marks and soft hyphens too, which are no letters. */
  private static Recipe texts() {
    return inverted(InvertedIndexParams.builder().baseTokenizer("simple").lowerCase(true));
  }

  /**
   * Whole words: the language of the texts is not known. Without positions: only searches for
   * phrases need them, and the library can hang on two cores when it builds them.
   */
  private static Recipe inverted(InvertedIndexParams.Builder tokenizer) {
    ScalarIndexParams params =
        tokenizer
            // The library requires a language; it only affects stems and stop words.
            .language("English")
            .maxTokenLength(WORD_BYTES_MAX)
            .asciiFolding(true)
            .stem(false)
            .removeStopWords(false)
            .withPosition(false)
            .build();
    return new Recipe(IndexType.INVERTED, params);
  }

  private static Recipe filter(LanceTable table, MetadataType type, String cell) throws Exception {
    return switch (type) {
      case TEXTS -> new Recipe(IndexType.LABEL_LIST, ScalarIndexParams.create("labellist"));
      case BOOLEAN -> BITMAP;
      case NUMBER, TIME -> BTREE;
      case TEXT, INTEGER -> distinct(table, cell) <= BITMAP_VALUES_MAX ? BITMAP : BTREE;
    };
  }

  /** How many distinct values the column has in a random sample. */
  private static int distinct(LanceTable table, String column) throws Exception {
    long rows = Math.min(SAMPLE_ROWS, table.dataset().countRows());
    Set<Object> values = new HashSet<>();
    try (ArrowReader batches = table.dataset().sample(rows, List.of(column))) {
      while (batches.loadNextBatch()) {
        FieldVector vector = batches.getVectorSchemaRoot().getVector(column);
        for (int row = 0; row < vector.getValueCount(); row++) {
          if (!vector.isNull(row)) {
            values.add(vector.getObject(row));
          }
        }
      }
    }
    return values.size();
  }
}
