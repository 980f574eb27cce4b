package dev.freshet.autoloader.reader;

import java.io.CharArrayWriter;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.json.JSONOptions;
import org.apache.spark.sql.catalyst.json.JacksonGenerator;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Writes rows as JSON objects, as Spark's {@code to_json} does, but times with all of their digits.
 * Not thread-safe.
 */
public final class SparkJson {
  private static final String MICROSECONDS = "yyyy-MM-dd'T'HH:mm:ss.SSSSSS";

  private final StructType columns;
  private final CharArrayWriter text = new CharArrayWriter();
  private final JacksonGenerator generator;

  /**
   * @param nulls whether a column without a value is written, as null
   * @param timeZone id of the zone of times
   */
  public SparkJson(StructType columns, boolean nulls, String timeZone) {
    this.columns = columns;
    Map<String, String> options =
        Map.of(
            "ignoreNullFields",
            Boolean.toString(!nulls),
            "timestampFormat",
            MICROSECONDS + "XXX",
            "timestampNTZFormat",
            MICROSECONDS);
    this.generator =
        new JacksonGenerator(
            columns,
            text,
            new JSONOptions(
                scala.collection.immutable.Map.from(CollectionConverters.asScala(options)),
                timeZone,
                ""));
  }

  /** The columns are the first of the row; it may have more. */
  public String of(InternalRow row) {
    text.reset();
    generator.write(row.numFields() == columns.length() ? row : firstOf(row));
    generator.flush();
    return text.toString();
  }

  private InternalRow firstOf(InternalRow row) {
    Object[] values = new Object[columns.length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = row.isNullAt(i) ? null : row.get(i, columns.apply(i).dataType());
    }
    return new GenericInternalRow(values);
  }
}
