package dev.freshet.home.delta;

import dev.freshet.core.EpochMicros;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.types.BooleanType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.IntegerType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.TimestampType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** The types that a column of Freshet's tables can have, each with the Java type of its values. */
@SuppressWarnings("ImmutableEnumChecker") // The types of Kernel are immutable but not marked so.
public enum ColumnType {
  /** {@link String}. */
  STRING(String.class, StringType.STRING),
  /** {@link Long}. */
  LONG(Long.class, LongType.LONG),
  /** {@link Integer}. */
  INT(Integer.class, IntegerType.INTEGER),
  /** {@link Boolean}. */
  BOOLEAN(Boolean.class, BooleanType.BOOLEAN),
  /**
   * {@link Instant}, stored in microseconds UTC; finer digits are cut off. One outside the years 1
   * to 9999 is stored as null; for a required column it must be clamped before.
   */
  TIMESTAMP(Instant.class, TimestampType.TIMESTAMP);

  private final Class<?> javaType;
  private final DataType kernelType;

  ColumnType(Class<?> javaType, DataType kernelType) {
    this.javaType = javaType;
    this.kernelType = kernelType;
  }

  Class<?> javaType() {
    return javaType;
  }

  DataType kernelType() {
    return kernelType;
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
