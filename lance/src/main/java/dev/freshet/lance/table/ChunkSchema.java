package dev.freshet.lance.table;

import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.error.InvalidConfigException;
import dev.freshet.core.metadata.MetadataType;
import dev.freshet.core.metadata.StoredColumn;
import dev.freshet.core.vector.Distance;
import dev.freshet.core.vector.VectorTableSpec;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lance.Dataset;
import org.lance.index.DistanceType;

/**
 * The columns of a vector table and what the table was made for, which the schema's metadata says.
 *
 * <p>A metadata column is stored in cells, see {@link MetadataCells}.
 *
 * @param spec what the table was made for, with the cells that it has
 * @param form how it stores metadata
 * @param order names of the stored columns in the order of the dataset, in which rows have to be
 *     written: the library (7.0.0) takes the columns of new rows by their place, not by their name.
 *     Columns that are not in it come last
 */
public record ChunkSchema(VectorTableSpec spec, Form form, List<String> order)
    implements Serializable {

  /** How a table stores metadata. */
  public enum Form {
    /** Every value with its type. */
    TYPED,
    /**
     * Made before metadata had types: every metadata column is a text column, which holds the text
     * of every value. Typed cells stand beside it, but not for every row yet.
     */
    TEXT,
    /** The same, once every row has typed cells. The texts are written on for older readers. */
    BOTH
  }

  /** In the config of a table that was made without types: whether every row has them now. */
  public static final String ALL_TYPED = "freshet.metadata-typed";

  public static final String ID = "id";
  public static final String RECORD_KEY = "record_key";
  public static final String RECORD_VERSION = "record_version";
  public static final String CHUNK_INDEX = "chunk_index";
  public static final String TEXT = "text";
  public static final String VECTOR = "vector";
  public static final String LANDED_AT = "landed_at";
  public static final String CONTENT_HASH = "content_hash";
  public static final String FINGERPRINT = "embedding_fingerprint";

  /**
   * The words of the text, separated by blanks, in the form in which a search for words compares
   * them. No metadata column may have this name.
   */
  public static final String WORDS = "_words";

  /** The column that a search for neighbours adds to every row it finds. */
  public static final String DISTANCE = "_distance";

  /** The column that a search for words adds to every row it finds. */
  public static final String SCORE = "_score";

  /** The column that the library adds to a row when it is asked for the row's id. */
  public static final String ROW_ID = "_rowid";

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private static final String SPEC_DIMENSION = "freshet.dimension";
  private static final String SPEC_DISTANCE = "freshet.distance";
  private static final String SPEC_FINGERPRINT = "freshet.fingerprint";
  private static final String SPEC_COLUMNS = "freshet.metadata-columns";
  private static final String SPEC_FORM = "freshet.metadata-form";

  /**
   * The schema of a table made for {@code spec}.
   *
   * @throws InvalidConfigException naming the key and the value that is wrong
   */
  public static ChunkSchema of(VectorTableSpec spec) {
    if (spec.dimension() < 1) {
      throw new InvalidConfigException(
          "Cannot make a vector table: the embedding dimension is " + spec.dimension() + ".");
    }
    Set<String> taken = new HashSet<>();
    for (String column : spec.metadataColumns()) {
      if (MetadataCells.isCell(column)) {
        throw new InvalidConfigException(
            "Cannot make a vector table: `document.metadata` has the column '"
                + column
                + "', and names that end so are kept for the types of other columns. Rename it.");
      }
      if (!NAME.matcher(column).matches()) {
        throw new InvalidConfigException(
            "Cannot make a vector table: `document.metadata` has the column '"
                + column
                + "'. Use letters, digits and underscores, no digit first.");
      }
      if (VectorTableSpec.isOwnColumn(column) || !taken.add(column.toLowerCase(Locale.ROOT))) {
        throw new InvalidConfigException(
            "Cannot make a vector table: `document.metadata` has the column '"
                + column
                + "', which the table already has. Rename it.");
      }
    }
    return new ChunkSchema(spec, Form.TYPED, List.of());
  }

  /**
   * The schema of the table at {@code uri}, as its metadata says.
   *
   * @throws InvalidConfigException if the dataset was not made by Freshet
   */
  static ChunkSchema read(String uri, Schema schema) {
    Map<String, String> stored = schema.getCustomMetadata();
    try {
      Form form =
          stored.getOrDefault(SPEC_FORM, "").equals(Form.TYPED.name()) ? Form.TYPED : Form.TEXT;
      return new ChunkSchema(
          new VectorTableSpec(
              Integer.parseInt(required(stored, SPEC_DIMENSION)),
              Distance.valueOf(required(stored, SPEC_DISTANCE)),
              required(stored, SPEC_FINGERPRINT),
              columns(required(stored, SPEC_COLUMNS)).stream()
                  .map(column -> MetadataCells.read(column, schema, form))
                  .toList()),
          form,
          schema.getFields().stream().map(Field::getName).toList());
    } catch (IllegalArgumentException e) {
      throw new InvalidConfigException(
          "Cannot open vector table "
              + uri
              + ": the dataset was not made by Freshet ("
              + e.getMessage()
              + "). Choose another path.");
    }
  }

  /**
   * Whether there is the column {@link #WORDS}; tables of early versions of Freshet lack it until a
   * writer opens them.
   */
  public boolean hasWords() {
    return order.isEmpty() || order.contains(WORDS);
  }

  /** The column of the words, as Arrow declares it. */
  public static Field wordsField() {
    return Field.nullable(WORDS, new ArrowType.Utf8());
  }

  /**
   * The schema of the version that {@code dataset} is at.
   *
   * @throws InvalidConfigException if the dataset was not made by Freshet
   */
  public static ChunkSchema of(String uri, Dataset dataset) {
    ChunkSchema schema = read(uri, dataset.getSchema());
    return schema.form == Form.TEXT && dataset.getConfig().containsKey(ALL_TYPED)
        ? new ChunkSchema(schema.spec, Form.BOTH, schema.order)
        : schema;
  }

  /**
   * A filter has names in back-quotes. So no name may contain one, also in a table made elsewhere.
   */
  private static List<String> columns(String stored) {
    List<String> columns = stored.isEmpty() ? List.of() : Arrays.asList(stored.split(","));
    for (String column : columns) {
      if (!NAME.matcher(column).matches()) {
        throw new IllegalArgumentException("it has a metadata column '" + column + "'");
      }
    }
    return columns;
  }

  private static String required(Map<String, String> stored, String key) {
    String value = stored.get(key);
    if (value == null) {
      throw new IllegalArgumentException("it has no " + key);
    }
    return value;
  }

  /**
   * Requires that this table can hold what {@code wanted} asks for. It may have more metadata
   * columns than that: they stay null.
   *
   * @throws FreshetException with {@link ErrorCode#FINGERPRINT_MISMATCH} for another model
   * @throws InvalidConfigException for another distance or a missing metadata column
   */
  public void requireFits(String uri, VectorTableSpec wanted) {
    if (!spec.fingerprint().equals(wanted.fingerprint())
        || spec.dimension() != wanted.dimension()) {
      throw new FreshetException(
          ErrorCode.FINGERPRINT_MISMATCH,
          "Cannot open vector table %s: it holds %s (%d dimensions), the configured model is %s (%d dimensions). Configure that model again, or stop `run`, remove that directory and start `run`: it fills the table from Gold."
              .formatted(
                  uri,
                  spec.fingerprint(),
                  spec.dimension(),
                  wanted.fingerprint(),
                  wanted.dimension()));
    }
    if (spec.distance() != wanted.distance()) {
      throw new InvalidConfigException(
          "Cannot open vector table %s: it was made for index.distance %s, not %s. Change it back, or stop `run`, remove that directory and start `run`: it fills the table from Gold."
              .formatted(uri, spec.distance(), wanted.distance()));
    }
    List<String> missing = new ArrayList<>(wanted.metadataColumns());
    missing.removeAll(spec.metadataColumns());
    if (!missing.isEmpty()) {
      throw new InvalidConfigException(
          "Cannot open vector table %s: it has no metadata columns %s, only %s. Remove them from document.metadata, or start with another `home`."
              .formatted(uri, missing, spec.metadataColumns()));
    }
  }

  /**
   * The Arrow schema. It declares the key column for clients that merge by it; only the commit
   * protocol enforces that keys are unique.
   */
  public Schema arrow() {
    List<Field> fields = new ArrayList<>();
    fields.add(
        new Field(
            ID,
            new FieldType(
                false,
                new ArrowType.Utf8(),
                null,
                Map.of("lance-schema:unenforced-primary-key", "true")),
            null));
    fields.add(Field.notNullable(RECORD_KEY, new ArrowType.Utf8()));
    fields.add(Field.nullable(RECORD_VERSION, new ArrowType.Int(64, true)));
    fields.add(Field.nullable(CHUNK_INDEX, new ArrowType.Int(32, true)));
    fields.add(Field.nullable(TEXT, new ArrowType.Utf8()));
    fields.add(
        new Field(
            VECTOR,
            FieldType.nullable(new ArrowType.FixedSizeList(spec.dimension())),
            List.of(
                Field.nullable(
                    "item", new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE)))));
    if (form != Form.TYPED) {
      spec.metadataColumns().forEach(c -> fields.add(Field.nullable(c, new ArrowType.Utf8())));
    }
    fields.add(Field.nullable(LANDED_AT, new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC")));
    fields.add(Field.nullable(CONTENT_HASH, new ArrowType.Utf8()));
    fields.add(Field.nullable(FINGERPRINT, new ArrowType.Utf8()));
    spec.metadata()
        .forEach(
            column ->
                column
                    .cells()
                    .forEach((type, cell) -> fields.add(MetadataCells.field(cell, type))));
    if (hasWords()) {
      fields.add(wordsField());
    }
    fields.sort(Comparator.comparingInt(field -> place(field.getName())));
    Map<String, String> metadata = new HashMap<>();
    metadata.put(SPEC_DIMENSION, Integer.toString(spec.dimension()));
    metadata.put(SPEC_DISTANCE, spec.distance().name());
    metadata.put(SPEC_FINGERPRINT, spec.fingerprint());
    metadata.put(SPEC_COLUMNS, String.join(",", spec.metadataColumns()));
    if (form == Form.TYPED) {
      metadata.put(SPEC_FORM, form.name());
    }
    return new Schema(fields, metadata);
  }

  private int place(String name) {
    int place = order.indexOf(name);
    return place < 0 ? order.size() : place;
  }

  /**
   * The same with a cell for every type in {@code types}; equal to this one if it has them all.
   *
   * @param types of the values to be stored, per metadata column
   */
  public ChunkSchema with(Map<String, Set<MetadataType>> types) {
    List<StoredColumn> columns =
        spec.metadata().stream()
            .map(
                column ->
                    MetadataCells.with(column, types.getOrDefault(column.name(), Set.of()), form))
            .toList();
    return new ChunkSchema(
        new VectorTableSpec(spec.dimension(), spec.distance(), spec.fingerprint(), columns),
        form,
        order);
  }

  /** The fields of cells that {@code larger} has and this schema lacks. */
  public List<Field> lacks(ChunkSchema larger) {
    Set<String> present = new HashSet<>();
    arrow().getFields().forEach(field -> present.add(field.getName()));
    return larger.arrow().getFields().stream()
        .filter(field -> !present.contains(field.getName()))
        .toList();
  }

  /** What filters see: the types, or texts without a type. */
  public VectorTableSpec searched() {
    return form != Form.TEXT
        ? spec
        : new VectorTableSpec(
            spec.dimension(),
            spec.distance(),
            spec.fingerprint(),
            spec.metadataColumns().stream().map(StoredColumn::untyped).toList());
  }

  /** The table's distance as the native library names it. */
  public DistanceType distanceType() {
    return switch (spec.distance()) {
      case COSINE -> DistanceType.Cosine;
      case L2 -> DistanceType.L2;
      case DOT -> DistanceType.Dot;
    };
  }
}
