package dev.freshet.autoloader.reader;

import dev.freshet.autoloader.option.CloudFilesFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.FileSourceOptions;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.CaseInsensitiveMap$;
import org.apache.spark.sql.execution.datasources.DataSource;
import org.apache.spark.sql.execution.datasources.FileFormat;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.execution.datasources.v2.FileDataSourceV2;
import org.apache.spark.sql.internal.SessionState;
import org.apache.spark.sql.sources.Filter;
import org.apache.spark.sql.types.StructType;
import scala.Function1;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.OptionConverters;

/**
 * One of Spark's file formats with the options of a user, as Spark's own file source uses it: its
 * reader, its inference and its rule of what can be split. All formats are used through the
 * interface that they have in common ({@code FileFormat}); xml and binaryFile have no other. Used
 * by the thread of one stream.
 */
public final class SparkFormat {

  /** Formats that can return rows in columnar batches must be told whether to. */
  private static final String RETURNING_BATCH = FileFormat.OPTION_RETURNING_BATCH();

  private static final String CORRUPT = "columnNameOfCorruptRecord";

  private final CloudFilesFormat name;
  private final SparkSession session;
  private final FileFormat format;
  private final scala.collection.immutable.Map<String, String> options;
  private final Configuration hadoop;

  private SparkFormat(
      CloudFilesFormat name,
      SparkSession session,
      FileFormat format,
      scala.collection.immutable.Map<String, String> options) {
    this.name = name;
    this.session = session;
    this.format = format;
    this.options = options;
    this.hadoop = state(session).newHadoopConfWithOptions(options);
  }

  /**
   * The format in the active session.
   *
   * @throws IllegalArgumentException if Spark does not have it on its class path
   */
  public static SparkFormat of(CloudFilesFormat name, Map<String, String> readerOptions) {
    SparkSession session = SparkSession.active();
    scala.collection.immutable.Map<String, String> options =
        CaseInsensitiveMap$.MODULE$.apply(
            scala.collection.immutable.Map.from(CollectionConverters.asScala(readerOptions)));
    return new SparkFormat(
        name,
        session,
        find(name, session),
        options.updated(RETURNING_BATCH, Boolean.toString(false)));
  }

  private static FileFormat find(CloudFilesFormat name, SparkSession session) {
    try {
      Object source =
          DataSource.lookupDataSource(name.toString(), state(session).conf())
              .getDeclaredConstructor()
              .newInstance();
      return source instanceof FileDataSourceV2 second
          ? second.fallbackFileFormat().getDeclaredConstructor().newInstance()
          : (FileFormat) source;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot make Spark's format " + name, e);
    } catch (Exception e) {
      throw missing(name, e);
    }
  }

  /** Spark throws checked exceptions that its Java signatures do not name. */
  private static RuntimeException missing(CloudFilesFormat name, Exception e) {
    if (e instanceof AnalysisException) {
      return new IllegalArgumentException(
          "Cannot start source autoloader: Spark has no reader for cloudFiles.format "
              + name
              + " on its class path. Add its package, such as"
              + " --packages org.apache.spark:spark-"
              + name
              + "_2.13:<version of Spark>.",
          e);
    }
    return e instanceof RuntimeException known ? known : new IllegalStateException(e);
  }

  private static SessionState state(SparkSession session) {
    return ((org.apache.spark.sql.classic.SparkSession) session).sessionState();
  }

  /** Which format it is. */
  public CloudFilesFormat name() {
    return name;
  }

  /** The session in which it is used. */
  public SparkSession session() {
    return session;
  }

  /** Settings of Hadoop, with those of the user. */
  public Configuration hadoop() {
    return hadoop;
  }

  /** The options of the user, by names in any case. */
  public scala.collection.immutable.Map<String, String> options() {
    return options;
  }

  /** What opening a file costs, as the bytes that could be read in that time. */
  public long openCostBytes() {
    return state(session).conf().filesOpenCostInBytes();
  }

  /** What the user says of missing and corrupt files. */
  public FileSourceOptions fileOptions() {
    return new FileSourceOptions(options);
  }

  /** The value of an option, if the user gave it. */
  public Optional<String> option(String name) {
    return OptionConverters.toJava(options.get(name));
  }

  /** Name of the column for the text of a malformed record. */
  public String corruptColumn() {
    return option(CORRUPT).orElseGet(() -> session.conf().get("spark.sql." + CORRUPT));
  }

  /**
   * The columns that Spark infers from these files.
   *
   * @param more options that count before those of the user
   * @return empty if none of them has any content
   */
  public Optional<StructType> infer(List<FileStatus> files, Map<String, String> more) {
    scala.collection.immutable.Map<String, String> all = options;
    for (Map.Entry<String, String> each : more.entrySet()) {
      all = all.updated(each.getKey(), each.getValue());
    }
    List<FileStatus> named =
        takesGlobs() ? files.stream().map(SparkFormat::literally).toList() : files;
    return OptionConverters.toJava(
        format.inferSchema(session, all, CollectionConverters.asScala(named).toSeq()));
  }

  /** Where Spark hands whole files to its inference, it takes their names for globs. */
  private boolean takesGlobs() {
    return switch (name) {
      case XML -> true;
      case CSV, JSON -> option("multiLine").filter(Boolean::parseBoolean).isPresent();
      default -> false;
    };
  }

  private static FileStatus literally(FileStatus file) {
    String glob = file.getPath().toString().replaceAll("[\\\\\\[\\]{}*?]", "\\\\$0");
    return new FileStatus(
        file.getLen(), false, 1, file.getLen(), file.getModificationTime(), new Path(glob));
  }

  /** The columns of a file of Parquet. Fails as Parquet does if it is damaged. */
  StructType parquetColumns(FileStatus file) {
    return ParquetFooter.columns(file, hadoop, state(session).conf());
  }

  /** Whether parts of the file can be read by several tasks. */
  public boolean isSplitable(Path file) {
    return format.isSplitable(session, options, file);
  }

  /**
   * Makes the rows of a file: the columns {@code data}, then those of its path. The function
   * travels to the tasks.
   *
   * @param all the columns of the file, in its order
   * @param data those that are read
   * @param path the columns whose values come with the file
   */
  public Function1<PartitionedFile, Iterator<InternalRow>> reader(
      StructType all, StructType data, StructType path) {
    return format.buildReaderWithPartitionValues(
        session,
        all,
        path,
        data,
        CollectionConverters.asScala(List.<Filter>of()).toSeq(),
        options,
        // Readers of Parquet and ORC write their columns into it.
        new Configuration(hadoop));
  }
}
