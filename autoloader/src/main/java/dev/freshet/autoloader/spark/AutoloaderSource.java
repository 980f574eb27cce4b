package dev.freshet.autoloader.spark;

import dev.freshet.autoloader.catalogue.OptionName;
import dev.freshet.autoloader.envelope.EnvelopeForm;
import dev.freshet.autoloader.option.AutoloaderOptions;
import dev.freshet.autoloader.option.EvolutionMode;
import dev.freshet.autoloader.option.InvalidOptionException;
import dev.freshet.autoloader.typed.SchemaInference;
import dev.freshet.autoloader.typed.TypedForm;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.jspecify.annotations.Nullable;

/**
 * What Spark finds as {@code format("autoloader")}: a streaming source that reads every file
 * version landing in a directory exactly once. Options: {@link AutoloaderOptions}.
 *
 * <p>Bad options are an {@link IllegalArgumentException} of {@code load}. The landing path is
 * checked when the query starts.
 */
public final class AutoloaderSource implements TableProvider, DataSourceRegister {
  private @Nullable StructType inferred;

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
    AutoloaderOptions parsed = parse(options.asCaseSensitiveMap());
    if (parsed.reading().enveloped()) {
      return EnvelopeForm.SCHEMA;
    }
    inferred = SchemaInference.of(parsed);
    return inferred;
  }

  /** Times without a zone are those of the session, as in Spark's own readers. */
  private static AutoloaderOptions parse(Map<String, String> given) {
    Map<String, String> options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    options.putAll(given);
    options.putIfAbsent(
        OptionName.TIME_ZONE, SparkSession.active().conf().get("spark.sql.session.timeZone"));
    return AutoloaderOptions.parse(options);
  }

  @Override
  public Table getTable(
      StructType schema, Transform[] partitioning, Map<String, String> properties) {
    AutoloaderOptions options = parse(properties);
    if (options.reading().enveloped()) {
      requireEnvelope(schema);
      return new AutoloaderTable(schema.asNullable(), false, options);
    }
    if (schema.equals(inferred)) {
      return new AutoloaderTable(schema.asNullable(), true, options);
    }
    requireFixed(options);
    StructType given = TypedForm.withRescuedColumn(schema.asNullable(), options);
    return new AutoloaderTable(given, false, options);
  }

  private static void requireFixed(AutoloaderOptions options) {
    EvolutionMode mode = options.reading().schema().evolutionOf(false);
    if (mode.addsColumns()) {
      throw new InvalidOptionException(
          OptionName.EVOLUTION,
          "with .schema(...) it cannot be '" + mode + "', because a given schema does not change",
          "Leave .schema(...) out and give types with " + OptionName.HINTS + ", or use rescue");
    }
  }

  private static void requireEnvelope(StructType schema) {
    if (!schema.asNullable().equals(EnvelopeForm.SCHEMA)) {
      throw new IllegalArgumentException(
          "Cannot start source autoloader: the envelope has the fixed schema "
              + EnvelopeForm.SCHEMA.simpleString()
              + ", the given one is "
              + schema.simpleString()
              + ". Leave .schema(...) out.");
    }
  }
}
