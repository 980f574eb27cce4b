package dev.freshet.autoloader.spark;

import dev.freshet.autoloader.envelope.EnvelopeForm;
import dev.freshet.autoloader.option.AutoloaderOptions;
import dev.freshet.autoloader.option.CloudFilesFormat;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.execution.datasources.binaryfile.BinaryFileFormat;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * What Spark finds as {@code format("autoloader")}: a streaming source that reads every file
 * version landing in a directory exactly once. Options: {@link AutoloaderOptions}.
 *
 * <p>Bad options are an {@link IllegalArgumentException} of {@code load}. The landing path is
 * checked when the query starts.
 */
public final class AutoloaderSource implements TableProvider, DataSourceRegister {
  private static final StructType TEXT = new StructType().add("value", DataTypes.StringType);

  /** For Spark's service loader. */
  public AutoloaderSource() {}

  @Override
  public String shortName() {
    return "autoloader";
  }

  @Override
  public boolean supportsExternalMetadata() {
    return true;
  }

  @Override
  public StructType inferSchema(CaseInsensitiveStringMap options) {
    CloudFilesFormat format = parse(options.asCaseSensitiveMap()).format();
    return switch (format) {
      case TEXT -> TEXT;
      case BINARY_FILE -> BinaryFileFormat.schema();
      case ENVELOPE -> EnvelopeForm.SCHEMA;
      case AVRO, CSV, JSON, ORC, PARQUET, XML ->
          throw new IllegalArgumentException(
              "Cannot start source autoloader: cloudFiles.format "
                  + format
                  + " needs a schema, this version does not infer one. Add .schema(...) before"
                  + " .load(...), or use the format envelope to get the raw lines.");
    };
  }

  /** Times without a zone are those of the session, as in Spark's own readers. */
  private static AutoloaderOptions parse(Map<String, String> given) {
    Map<String, String> options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    options.putAll(given);
    options.putIfAbsent(
        AutoloaderOptions.TIME_ZONE,
        SparkSession.active().conf().get("spark.sql.session.timeZone"));
    return AutoloaderOptions.parse(options);
  }

  @Override
  public Table getTable(
      StructType schema, Transform[] partitioning, Map<String, String> properties) {
    AutoloaderOptions options = parse(properties);
    if (options.format() == CloudFilesFormat.ENVELOPE) {
      requireEnvelope(schema);
    }
    return new AutoloaderTable(schema.asNullable(), options);
  }

  private static void requireEnvelope(StructType schema) {
    if (!schema.asNullable().equals(EnvelopeForm.SCHEMA)) {
      throw new IllegalArgumentException(
          "Cannot start source autoloader: cloudFiles.format envelope has the fixed schema "
              + EnvelopeForm.SCHEMA.simpleString()
              + ", the given one is "
              + schema.simpleString()
              + ". Leave .schema(...) out.");
    }
  }
}
