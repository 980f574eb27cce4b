package dev.freshet.autoloader.schema;

import dev.freshet.autoloader.catalogue.OptionName;
import dev.freshet.autoloader.option.InvalidOptionException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Types that a user gives some columns, as in {@code id BIGINT, place.zip STRING}. A name leads
 * into a struct by a dot, into an array by {@code element}, into a map by {@code key} or {@code
 * value}. Immutable.
 */
public final class SchemaHints {
  private static final Pattern NAME =
      Pattern.compile(
          "\\s*((?:`[^`]+`|[^\\s`.]+)(?:\\.(?:`[^`]+`|[^\\s`.]+))*)\\s+(.+)", Pattern.DOTALL);
  private static final Pattern STEP = Pattern.compile("`([^`]+)`|([^`.]+)");

  private final List<Hint> hints;

  private record Hint(List<String> path, DataType type) {}

  private SchemaHints(List<Hint> hints) {
    this.hints = hints;
  }

  /**
   * @throws InvalidOptionException if it is not a list of names and types
   */
  public static SchemaHints parse(String text) {
    List<Hint> hints = new ArrayList<>();
    for (String each : parts(text)) {
      Matcher matcher = NAME.matcher(each);
      if (!matcher.matches()) {
        throw problem(each, "it has no type");
      }
      hints.add(new Hint(path(matcher.group(1)), type(each, matcher.group(2).strip())));
    }
    return new SchemaHints(List.copyOf(hints));
  }

  private static DataType type(String hint, String text) {
    try {
      return DataType.fromDDL(text);
    } catch (Exception e) { // Spark's parser throws exceptions that its signature does not name.
      throw problem(hint, "there is no type '" + text + "'");
    }
  }

  private static InvalidOptionException problem(String hint, String why) {
    return new InvalidOptionException(
        OptionName.HINTS,
        "of '" + hint.strip() + "', " + why,
        "Write hints like id BIGINT, place.zip STRING");
  }

  /** Splits at the commas that are in no brackets and no back quotes. */
  private static List<String> parts(String text) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int from = 0;
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      quoted ^= c == '`';
      if (!quoted) {
        depth += c == '<' || c == '(' ? 1 : c == '>' || c == ')' ? -1 : 0;
      }
      if (c == ',' && depth == 0 && !quoted) {
        parts.add(text.substring(from, i));
        from = i + 1;
      }
    }
    parts.add(text.substring(from));
    return parts;
  }

  private static List<String> path(String name) {
    List<String> path = new ArrayList<>();
    Matcher matcher = STEP.matcher(name);
    while (matcher.find()) {
      path.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
    }
    return path;
  }

  /** The schema with the types of the hints; a column that it lacks is added. */
  public StructType applyTo(StructType schema) {
    StructType hinted = schema;
    for (Hint hint : hints) {
      hinted = set(hinted, hint.path(), hint.type());
    }
    return hinted;
  }

  private static StructType set(StructType schema, List<String> path, DataType type) {
    List<StructField> fields = new ArrayList<>(List.of(schema.fields()));
    int at = SchemaColumns.find(schema, path.get(0));
    DataType before = at < 0 ? new StructType() : fields.get(at).dataType();
    DataType after = set(before, path.subList(1, path.size()), type);
    StructField field =
        DataTypes.createStructField(at < 0 ? path.get(0) : fields.get(at).name(), after, true);
    if (at < 0) {
      fields.add(field);
    } else {
      fields.set(at, field);
    }
    return DataTypes.createStructType(fields);
  }

  private static DataType set(DataType before, List<String> below, DataType type) {
    if (below.isEmpty()) {
      return type;
    }
    List<String> rest = below.subList(1, below.size());
    String step = below.get(0);
    if (before instanceof ArrayType array && step.equalsIgnoreCase("element")) {
      return DataTypes.createArrayType(set(array.elementType(), rest, type));
    }
    if (before instanceof MapType map && step.equalsIgnoreCase("key")) {
      return DataTypes.createMapType(set(map.keyType(), rest, type), map.valueType());
    }
    if (before instanceof MapType map && step.equalsIgnoreCase("value")) {
      return DataTypes.createMapType(map.keyType(), set(map.valueType(), rest, type));
    }
    return set(before instanceof StructType struct ? struct : new StructType(), below, type);
  }
}
