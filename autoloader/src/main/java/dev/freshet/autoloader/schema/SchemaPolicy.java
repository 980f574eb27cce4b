package dev.freshet.autoloader.schema;

import dev.freshet.autoloader.option.EvolutionMode;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Decides what becomes of a schema when files with other columns were seen. New columns come last,
 * and those that there are keep their order. A name that differs from a column only in case is no
 * new column. Pure.
 *
 * @param mode what the user wants
 * @param texts whether each new column is a string, because the format has no types and they are
 *     not inferred
 */
public record SchemaPolicy(EvolutionMode mode, boolean texts) {

  /**
   * The decision.
   *
   * @param schema columns of the stream that files can have
   * @param seen columns of the files
   */
  public SchemaDecision decide(StructType schema, StructType seen) {
    if (mode == EvolutionMode.NONE || mode == EvolutionMode.RESCUE) {
      return new SchemaDecision.Keep();
    }
    List<String> changes = new ArrayList<>();
    StructType grown = grown(schema, seen, "", changes);
    return changes.isEmpty()
        ? new SchemaDecision.Keep()
        : new SchemaDecision.Stop(changes, grown, mode.addsColumns());
  }

  /** The schema with every column of the other; for the first one, start with an empty schema. */
  public StructType merged(StructType schema, StructType seen) {
    return grown(schema, seen, "", new ArrayList<>());
  }

  private StructType grown(StructType schema, StructType seen, String above, List<String> changes) {
    List<StructField> fields = new ArrayList<>(List.of(schema.fields()));
    for (StructField other : seen.fields()) {
      int at = SchemaColumns.find(schema, other.name());
      String name = above + other.name();
      if (at < 0) {
        DataType type = texts ? DataTypes.StringType : other.dataType();
        fields.add(DataTypes.createStructField(other.name(), type, true));
        changes.add(name + " " + type.sql());
      } else {
        StructField known = fields.get(at);
        DataType type = grown(known.dataType(), other.dataType(), name, changes);
        fields.set(
            at,
            DataTypes.createStructField(known.name(), type, known.nullable(), known.metadata()));
      }
    }
    return DataTypes.createStructType(fields);
  }

  private DataType grown(DataType known, DataType seen, String name, List<String> changes) {
    if (known instanceof StructType struct && seen instanceof StructType other) {
      return grown(struct, other, name + ".", changes);
    }
    if (known instanceof ArrayType array && seen instanceof ArrayType other) {
      return DataTypes.createArrayType(
          grown(array.elementType(), other.elementType(), name + ".element", changes),
          array.containsNull());
    }
    if (mode == EvolutionMode.ADD_NEW_COLUMNS_WITH_TYPE_WIDENING
        && !texts
        && TypeWidening.isWider(known, seen)) {
      changes.add(name + " " + seen.sql() + " instead of " + known.sql());
      return seen;
    }
    return known;
  }
}
