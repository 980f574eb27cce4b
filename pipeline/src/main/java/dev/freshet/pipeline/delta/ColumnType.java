package dev.freshet.pipeline.delta;

import dev.freshet.pipeline.time.EpochMicros;
import io.delta.kernel.data.ColumnVector;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** The types a column of Freshet's tables can have, and the Java type of its values. */
@SuppressWarnings("ImmutableEnumChecker") // The two engines' types are constants without a mark.
public enum ColumnType {
  /** {@link String}. */
  STRING(
      String.class,
      io.delta.kernel.types.StringType.STRING,
      org.apache.spark.sql.types.DataTypes.StringType),
  /** {@link Long}. */
  LONG(
      Long.class,
      io.delta.kernel.types.LongType.LONG,
      org.apache.spark.sql.types.DataTypes.LongType),
  /** {@link Integer}. */
  INT(
      Integer.class,
      io.delta.kernel.types.IntegerType.INTEGER,
      org.apache.spark.sql.types.DataTypes.IntegerType),
  /** {@link Boolean}. */
  BOOLEAN(
      Boolean.class,
      io.delta.kernel.types.BooleanType.BOOLEAN,
      org.apache.spark.sql.types.DataTypes.BooleanType),
  /**
   * {@link Instant}, stored in microseconds UTC; finer digits are cut off. One outside the years 1
   * to 9999 is stored as null; for a required column it must be clamped before.
   */
  TIMESTAMP(
      Instant.class,
      io.delta.kernel.types.TimestampType.TIMESTAMP,
      org.apache.spark.sql.types.DataTypes.TimestampType);

  private final Class<?> javaType;
  private final io.delta.kernel.types.DataType kernelType;
  private final org.apache.spark.sql.types.DataType sparkType;

  ColumnType(
      Class<?> javaType,
      io.delta.kernel.types.DataType kernelType,
      org.apache.spark.sql.types.DataType sparkType) {
    this.javaType = javaType;
    this.kernelType = kernelType;
    this.sparkType = sparkType;
  }

  Class<?> javaType() {
    return javaType;
  }

  io.delta.kernel.types.DataType kernelType() {
    return kernelType;
  }

  org.apache.spark.sql.types.DataType sparkType() {
    return sparkType;
  }

  /** The value as Kernel's vectors hold it. */
  @Nullable Object toStored(@Nullable Object value) {
    return value instanceof Instant instant ? EpochMicros.storable(instant) : value;
  }

  /** The value at {@code row} of a vector of this type. */
  @Nullable Object read(ColumnVector vector, int row) {
    if (vector.isNullAt(row)) {
      return null;
    }
    return switch (this) {
      case STRING -> vector.getString(row);
      case LONG -> vector.getLong(row);
      case INT -> vector.getInt(row);
      case BOOLEAN -> vector.getBoolean(row);
      case TIMESTAMP -> Instant.EPOCH.plus(vector.getLong(row), ChronoUnit.MICROS);
    };
  }
}
