package dev.freshet.autoloader.typed;

import dev.freshet.autoloader.catalogue.OptionName;
import dev.freshet.autoloader.discovery.LandingSample;
import dev.freshet.autoloader.filelog.LandedFile;
import dev.freshet.autoloader.fs.AccessSettings;
import dev.freshet.autoloader.fs.LandingAccess;
import dev.freshet.autoloader.option.AutoloaderOptions;
import dev.freshet.autoloader.option.CloudFilesFormat;
import dev.freshet.autoloader.option.EvolutionMode;
import dev.freshet.autoloader.option.SchemaOptions;
import dev.freshet.autoloader.reader.CarefulScan;
import dev.freshet.autoloader.reader.ColumnScan;
import dev.freshet.autoloader.reader.LandedStatus;
import dev.freshet.autoloader.reader.SparkFormat;
import dev.freshet.autoloader.schema.SchemaColumns;
import dev.freshet.autoloader.schema.SchemaHints;
import dev.freshet.autoloader.schema.SchemaLog;
import dev.freshet.autoloader.schema.SchemaPolicy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.network.util.JavaUtils;
import org.apache.spark.sql.RuntimeConfig;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.binaryfile.BinaryFileFormat;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The schema of a stream that none was given for: the newest version in its schema location, or one
 * that is inferred from a sample of what has landed and is kept there.
 */
public final class SchemaInference {
  private static final Logger LOGGER = LoggerFactory.getLogger(SchemaInference.class);
  private static final String SAMPLE = "spark.databricks.cloudFiles.schemaInference.sampleSize.";
  private static final String VARIANT = "singleVariantColumn";
  private static final StructType TEXT = new StructType().add("value", DataTypes.StringType);

  private final AutoloaderOptions options;
  private final LandingAccess landing;
  private final SparkFormat format;

  private SchemaInference(AutoloaderOptions options) {
    this.options = options;
    this.landing =
        AccessSettings.access(options, SparkSession.active().sessionState().newHadoopConf());
    this.format =
        SparkFormat.of(
            options.format(), LandedStatus.readerOptions(options.readerOptions(), landing));
  }

  /**
   * The schema, with the column for rescued data.
   *
   * @throws IllegalArgumentException if no schema location is given, or nothing has landed
   */
  public static StructType of(AutoloaderOptions options) {
    return switch (options.format()) {
      case TEXT -> withPathColumns(TEXT, options);
      case BINARY_FILE -> withPathColumns(BinaryFileFormat.schema(), options);
      default -> {
        SchemaInference inference = new SchemaInference(options);
        yield inference
            .format
            .option(VARIANT)
            .map(name -> new StructType().add(name, DataTypes.VariantType))
            .orElseGet(inference::schema);
      }
    };
  }

  /** Without a sample, the columns of the path are those that the user names. */
  private static StructType withPathColumns(StructType fixed, AutoloaderOptions options) {
    StructType schema = fixed;
    for (String name : options.reading().schema().pathColumns().orElse(List.of())) {
      schema = schema.add(name, DataTypes.StringType);
    }
    return schema;
  }

  /** Whether each column of the format is a string, because types are not wanted. */
  static boolean isOfTexts(AutoloaderOptions options) {
    CloudFilesFormat format = options.format();
    return !options.reading().schema().inferTypes()
        && (format == CloudFilesFormat.JSON
            || format == CloudFilesFormat.CSV
            || format == CloudFilesFormat.XML);
  }

  private StructType schema() {
    SchemaOptions wanted = options.reading().schema();
    SchemaOptions.requireRescuingMode(options.readerOptions());
    SchemaLog log = SchemaLog.at(location(options), format.hadoop());
    Optional<StructType> stored = log.latest();
    StructType schema = stored.orElseGet(this::sampled);
    if (wanted.hints().isPresent()) {
      schema = SchemaHints.parse(wanted.hints().get()).applyTo(schema);
    }
    if (schema.length() == 0) {
      throw new IllegalArgumentException(
          "Cannot start source autoloader: nothing from which columns can be inferred has landed in "
              + options.path()
              + ". Land a file first, or name columns with "
              + OptionName.HINTS
              + ".");
    }
    if (!stored.equals(Optional.of(schema))) {
      log.append(schema);
    }
    String rescued = wanted.rescuedColumnOf(true).orElseThrow();
    return SchemaColumns.without(schema, rescued).add(rescued, DataTypes.StringType);
  }

  static String location(AutoloaderOptions options) {
    return options
        .reading()
        .schema()
        .location()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Cannot start source autoloader: no schema is given for cloudFiles.format "
                        + options.format()
                        + ", and "
                        + OptionName.LOCATION
                        + ", where an inferred one is kept, is missing. Set it to a directory of this"
                        + " stream, or add .schema(...) before .load(...)."));
  }

  private StructType sampled() {
    List<LandedFile> sampled = sample();
    List<String> files = sampled.stream().map(LandedFile::path).toList();
    boolean texts = isOfTexts(options);
    SchemaPolicy policy = new SchemaPolicy(EvolutionMode.ADD_NEW_COLUMNS_WITH_TYPE_WIDENING, texts);
    StructType schema = new StructType();
    for (ColumnScan.Seen seen : seen(new ColumnScan(format, !texts), sampled)) {
      schema = policy.merged(schema, seen.columns());
    }
    StructType path = pathColumns(files);
    StructType data = SchemaColumns.without(schema, path);
    for (int i = 0; i < path.length(); i++) {
      data = data.add(path.apply(i));
    }
    return data;
  }

  private List<ColumnScan.Seen> seen(ColumnScan scan, List<LandedFile> files) {
    if (options.reading().badRecordsPath().isEmpty()) {
      return scan.of(files.stream().map(LandedStatus::of).toList());
    }
    Map<String, FileStatus> statuses = new LinkedHashMap<>();
    files.forEach(file -> statuses.put(file.path(), LandedStatus.of(file)));
    return new CarefulScan(scan, landing)
        .of(
            statuses,
            (path, why) ->
                LOGGER
                    .atWarn()
                    .addKeyValue("path", path)
                    .addKeyValue("reason", why.getMessage())
                    .log("file cannot be read, the schema is inferred without it"));
  }

  private List<LandedFile> sample() {
    RuntimeConfig conf = format.session().conf();
    int most = Integer.parseInt(conf.get(SAMPLE + "numFiles", "1000"));
    long left = JavaUtils.byteStringAsBytes(conf.get(SAMPLE + "numBytes", "50gb"));
    List<LandedFile> files = new ArrayList<>();
    Set<String> paths = new LinkedHashSet<>(LandingSample.files(options, landing, most));
    for (Optional<LandedFile> file : landing.lookAll(paths).values()) {
      boolean isNone = file.isEmpty() || (file.get().size() == 0 && options.format().hasEnd());
      if (!isNone && (files.isEmpty() || file.get().size() <= left)) {
        files.add(file.get());
        left -= file.get().size();
      }
    }
    return files;
  }

  private StructType pathColumns(List<String> files) {
    PathColumns columns =
        new PathColumns(landing.landing(), options.reading().schema().pathColumns());
    Map<String, Set<String>> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    List<String> order = new ArrayList<>();
    for (String file : files) {
      for (Map.Entry<String, @Nullable String> each : columns.of(file).entrySet()) {
        if (!values.containsKey(each.getKey())) {
          order.add(each.getKey());
        }
        Set<String> all = values.computeIfAbsent(each.getKey(), none -> new TreeSet<>());
        if (each.getValue() != null) {
          all.add(each.getValue());
        }
      }
    }
    StructType schema = new StructType();
    for (String name : order) {
      schema = schema.add(name, type(values.get(name)));
    }
    return schema;
  }

  private DataType type(Set<String> values) {
    if (!options.reading().schema().inferTypes() || values.isEmpty()) {
      return DataTypes.StringType;
    }
    if (values.stream().allMatch(text -> text.matches("-?\\d{1,9}"))) {
      return DataTypes.IntegerType;
    }
    if (values.stream().allMatch(text -> text.matches("-?\\d{1,18}"))) {
      return DataTypes.LongType;
    }
    return values.stream().allMatch(text -> text.matches("\\d{4}-[01]\\d-[0-3]\\d"))
        ? DataTypes.DateType
        : DataTypes.StringType;
  }
}
