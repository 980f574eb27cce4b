package dev.freshet.autoloader.schema;

import java.util.stream.Stream;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Looks up and leaves out columns by name, in any case. */
public final class SchemaColumns {
  private SchemaColumns() {}

  /**
   * Position of the column of that name: the one with this very name first; -1 if there is none.
   */
  public static int find(StructType schema, String name) {
    int inAnotherCase = -1;
    for (int i = schema.length() - 1; i >= 0; i--) {
      String each = schema.apply(i).name();
      if (each.equals(name)) {
        return i;
      }
      if (each.equalsIgnoreCase(name)) {
        inAnotherCase = i;
      }
    }
    return inAnotherCase;
  }

  /** Position of the column of this very name; -1 if there is none. */
  public static int findExactly(StructType schema, String name) {
    int at = find(schema, name);
    return at >= 0 && schema.apply(at).name().equals(name) ? at : -1;
  }

  /** The schema without the columns that the other has. */
  public static StructType without(StructType schema, StructType other) {
    return of(Stream.of(schema.fields()).filter(field -> find(other, field.name()) < 0));
  }

  /** The schema without a column. */
  public static StructType without(StructType schema, String name) {
    return of(Stream.of(schema.fields()).filter(field -> !field.name().equalsIgnoreCase(name)));
  }

  /** The same names, each a string. */
  public static StructType asStrings(StructType schema) {
    return of(
        Stream.of(schema.fields())
            .map(each -> DataTypes.createStructField(each.name(), DataTypes.StringType, true)));
  }

  /** A schema of these columns. */
  public static StructType of(Stream<StructField> fields) {
    return new StructType(fields.toArray(StructField[]::new));
  }
}
