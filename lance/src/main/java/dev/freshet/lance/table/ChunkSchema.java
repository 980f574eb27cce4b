package dev.freshet.lance.table;

import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.error.InvalidConfigException;
import dev.freshet.core.vector.Distance;
import dev.freshet.core.vector.VectorTableSpec;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
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
import org.lance.index.DistanceType;

/**
 * The columns of a vector table and what the table was made for, which the schema's metadata says.
 *
 * @param spec what the table was made for
 * @param hasWords whether there is the column {@link #WORDS}; tables of early versions of Freshet
 *     lack it until a writer opens them
 */
public record ChunkSchema(VectorTableSpec spec, boolean hasWords) implements Serializable {

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
   * them. The name begins as that of no metadata column may.
   */
  public static final String WORDS = "_words";

  /** The column that a search for neighbours adds to every row it finds. */
  public static final String DISTANCE = "_distance";

  /** The column that a search for words adds to every row it finds. */
  public static final String SCORE = "_score";

  /** The column that the library adds to a row when it is asked for the row's id. */
  public static final String ROW_ID = "_rowid";

  private static final Set<String> BUILT_IN =
      Set.of(
          ID,
          RECORD_KEY,
          RECORD_VERSION,
          CHUNK_INDEX,
          TEXT,
          VECTOR,
          LANDED_AT,
          CONTENT_HASH,
          FINGERPRINT);
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");

  private static final String SPEC_DIMENSION = "freshet.dimension";
  private static final String SPEC_DISTANCE = "freshet.distance";
  private static final String SPEC_FINGERPRINT = "freshet.fingerprint";
  private static final String SPEC_COLUMNS = "freshet.metadata-columns";

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
    Set<String> taken = new HashSet<>(BUILT_IN);
    for (String column : spec.metadataColumns()) {
      if (!NAME.matcher(column).matches()) {
        throw new InvalidConfigException(
            "Cannot make a vector table: `document.metadata` has the column '"
                + column
                + "'. Use letters, digits and underscores, a letter first.");
      }
      if (!taken.add(column.toLowerCase(Locale.ROOT))) {
        throw new InvalidConfigException(
            "Cannot make a vector table: `document.metadata` has the column '"
                + column
                + "', which the table already has. Rename it.");
      }
    }
    return new ChunkSchema(spec, true);
  }

  /**
   * The schema of the table at {@code uri}, as its metadata says.
   *
   * @throws InvalidConfigException if the dataset was not made by Freshet
   */
  static ChunkSchema read(String uri, Schema schema) {
    Map<String, String> stored = schema.getCustomMetadata();
    try {
      return new ChunkSchema(
          new VectorTableSpec(
              Integer.parseInt(required(stored, SPEC_DIMENSION)),
              Distance.valueOf(required(stored, SPEC_DISTANCE)),
              required(stored, SPEC_FINGERPRINT),
              columns(required(stored, SPEC_COLUMNS))),
          hasWords(schema));
    } catch (IllegalArgumentException e) {
      throw new InvalidConfigException(
          "Cannot open vector table "
              + uri
              + ": the dataset was not made by Freshet ("
              + e.getMessage()
              + "). Choose another path.");
    }
  }

  /** Whether {@code schema} has the column {@link #WORDS}. */
  public static boolean hasWords(Schema schema) {
    return schema.getFields().stream().anyMatch(field -> field.getName().equals(WORDS));
  }

  /** The column of the words, as Arrow declares it. */
  public static Field wordsField() {
    return Field.nullable(WORDS, new ArrowType.Utf8());
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
    spec.metadataColumns().forEach(c -> fields.add(Field.nullable(c, new ArrowType.Utf8())));
    fields.add(Field.nullable(LANDED_AT, new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC")));
    fields.add(Field.nullable(CONTENT_HASH, new ArrowType.Utf8()));
    fields.add(Field.nullable(FINGERPRINT, new ArrowType.Utf8()));
    if (hasWords) {
      fields.add(wordsField());
    }
    return new Schema(
        fields,
        Map.of(
            SPEC_DIMENSION, Integer.toString(spec.dimension()),
            SPEC_DISTANCE, spec.distance().name(),
            SPEC_FINGERPRINT, spec.fingerprint(),
            SPEC_COLUMNS, String.join(",", spec.metadataColumns())));
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
