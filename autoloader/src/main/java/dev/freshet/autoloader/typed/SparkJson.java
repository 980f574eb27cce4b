package dev.freshet.autoloader.typed;

import java.io.CharArrayWriter;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.json.JSONOptions;
import org.apache.spark.sql.catalyst.json.JacksonGenerator;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;

/** Writes rows as JSON objects, as Spark's {@code to_json} does. Not thread-safe. */
final class SparkJson {
  private final CharArrayWriter text = new CharArrayWriter();
  private final JacksonGenerator generator;

  /**
   * @param nulls whether a column without a value is written, as null
   * @param timeZone id of the zone of times
   */
  SparkJson(StructType columns, boolean nulls, String timeZone) {
    Map<String, String> options = Map.of("ignoreNullFields", Boolean.toString(!nulls));
    this.generator =
        new JacksonGenerator(
            columns,
            text,
            new JSONOptions(
                scala.collection.immutable.Map.from(CollectionConverters.asScala(options)),
                timeZone,
                ""));
  }

  String of(InternalRow row) {
    text.reset();
    generator.write(row);
    generator.flush();
    return text.toString();
  }
}
