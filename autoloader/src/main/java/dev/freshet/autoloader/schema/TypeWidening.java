package dev.freshet.autoloader.schema;

import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;

/**
 * Which type holds every value of another. As documented for {@code addNewColumnsWithTypeWidening},
 * {@code DOUBLE} is not wider than {@code BIGINT}, and {@code STRING} is wider than none.
 */
public final class TypeWidening {
  private static final List<DataType> WHOLE =
      List.of(DataTypes.ByteType, DataTypes.ShortType, DataTypes.IntegerType, DataTypes.LongType);
  private static final int[] DIGITS = {3, 5, 10, 19};

  private TypeWidening() {}

  /** Whether {@code wide} is another type, and holds every value of {@code narrow}. */
  public static boolean isWider(DataType narrow, DataType wide) {
    int from = WHOLE.indexOf(narrow);
    int to = WHOLE.indexOf(wide);
    if (from >= 0) {
      return to > from
          || (wide.equals(DataTypes.DoubleType) && from < WHOLE.size() - 1)
          || (wide instanceof DecimalType decimal
              && decimal.precision() - decimal.scale() >= DIGITS[from]);
    }
    if (narrow instanceof DecimalType less && wide instanceof DecimalType more) {
      return !less.equals(more)
          && more.scale() >= less.scale()
          && more.precision() - more.scale() >= less.precision() - less.scale();
    }
    return (narrow.equals(DataTypes.FloatType) && wide.equals(DataTypes.DoubleType))
        || (narrow.equals(DataTypes.DateType) && wide.equals(DataTypes.TimestampNTZType));
  }
}
